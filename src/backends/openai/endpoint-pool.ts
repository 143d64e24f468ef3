import { fail } from '../../errors.js';
import { insertInOrder } from '../insert-in-order.js';
import { untilAborted } from '../until-aborted.js';
import type { Endpoint } from './endpoint.js';
import type { Trouble } from './judge-failure.js';
import type { Probed } from './probe-server.js';
import type { TroubleWatch } from './watch-trouble.js';

type Order = readonly [job: number, index: number];

interface Waiting {
  order: Order;
  /** Where it has just failed: any other server with room comes first. */
  avoid: Endpoint | undefined;
  resolve: (endpoint: Endpoint) => void;
  reject: (error: unknown) => void;
}

interface PoolOptions {
  /** How long no server may have answered before the engine counts as dead. */
  patienceMs: number;
  /** Finds out whether a server completes anything at all. */
  probe: (endpoint: Endpoint) => Promise<Probed>;
  /** Hears of every failure and answer. */
  watch: Pick<TroubleWatch, 'failed' | 'answered'>;
}

/** Assigns each request to the least loaded server with room; if there is none, requests wait in plan order. */
export class EndpointPool {
  readonly #endpoints: readonly Endpoint[];
  readonly patienceMs: number;
  readonly #probe: PoolOptions['probe'];
  readonly #watch: PoolOptions['watch'];
  /** Those under way: requests that failed together ask a server once. */
  readonly #probes = new Map<Endpoint, Promise<Probed>>();
  #waiting: Waiting[] = [];
  /** The time of the first failure since the last answer; undefined while the servers answer. */
  #troubledSince: number | undefined;
  #dead: Error | undefined;
  #wake: NodeJS.Timeout | undefined;

  constructor(endpoints: readonly Endpoint[], { patienceMs, probe, watch }: PoolOptions) {
    this.#endpoints = endpoints;
    this.patienceMs = patienceMs;
    this.#probe = probe;
    this.#watch = watch;
  }

  /** Rejects when the signal aborts, or with SYNDISCO_ENGINE_DEAD when patience runs out. */
  async take(order: Order, signal: AbortSignal, avoid?: Endpoint): Promise<Endpoint> {
    if (this.#dead) throw this.#dead;
    const { promise, resolve, reject } = deferred<Endpoint>();
    const waiting = { order, avoid, resolve, reject };
    insertInOrder(this.#waiting, waiting, (other) => other.order);
    this.#hand();
    try {
      return await untilAborted(promise, signal);
    } catch (error) {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      throw error;
    }
  }

  answered(endpoint: Endpoint): void {
    this.#heardOf(endpoint);
    this.released(endpoint);
  }

  /** `story` is what may be shown of the failure. */
  failed(endpoint: Endpoint, trouble: Trouble, story: string): void {
    const now = Date.now();
    this.#watch.failed(endpoint.url, story, trouble.kind === 'busy');
    const retryAfterMs = Math.min(trouble.retryAfterMs ?? 0, this.patienceMs);
    endpoint.failed({ ...trouble, retryAfterMs }, now);
    endpoint.inFlight -= 1;
    this.#troubledSince ??= now;
    this.#hand();
  }

  /** The request ended in a way that says nothing about the server. */
  released(endpoint: Endpoint): void {
    endpoint.inFlight -= 1;
    this.#hand();
  }

  /** Rejects with SYNDISCO_ENGINE_DEAD when patience is over and no server completes a probe; `story` is the last failure. */
  async requireLife(story: string): Promise<void> {
    if (this.#isPatienceOver() && !(await this.isAnswering()) && this.#isPatienceOver()) this.#giveUp(story);
  }

  /** Whether any of the servers completes a probe. */
  async isAnswering(): Promise<boolean> {
    const answers = await Promise.all(this.#endpoints.map((endpoint) => this.#isAlive(endpoint)));
    return answers.includes(true);
  }

  /** Whether this server has completed something since then, or completes a probe. */
  async completesOthers(endpoint: Endpoint, since: number): Promise<boolean> {
    return endpoint.answeredAt >= since || this.#isAlive(endpoint);
  }

  /** What the server does with a harmless request. */
  probe(endpoint: Endpoint): Promise<Probed> {
    const underWay = this.#probes.get(endpoint);
    if (underWay) return underWay;
    const probe = this.#probe(endpoint).then((probed) => {
      this.#probes.delete(endpoint);
      if (probed !== 'trouble') this.#heardOf(endpoint);
      this.#hand();
      return probed;
    });
    this.#probes.set(endpoint, probe);
    return probe;
  }

  /** A refusal is an answer too. */
  async #isAlive(endpoint: Endpoint): Promise<boolean> {
    return (await this.probe(endpoint)) !== 'trouble';
  }

  #heardOf(endpoint: Endpoint): void {
    this.#troubledSince = undefined;
    this.#watch.answered(endpoint.url);
    endpoint.answered(Date.now());
  }

  #isPatienceOver(): boolean {
    return this.#troubledSince !== undefined && Date.now() - this.#troubledSince >= this.patienceMs;
  }

  #hand(): void {
    clearTimeout(this.#wake);
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const free = this.#leastLoaded(next.avoid);
      if (!free) break;
      free.inFlight += 1;
      this.#waiting.shift()?.resolve(free);
    }
    if (this.#waiting.length > 0) this.#wakeLater();
  }

  #leastLoaded(avoid: Endpoint | undefined): Endpoint | undefined {
    const now = Date.now();
    const free = this.#endpoints.filter((endpoint) => endpoint.isFree(now));
    const loads = free.map((endpoint) => ({ endpoint, load: endpoint.inFlight / endpoint.limit }));
    loads.sort((a, b) => Number(a.endpoint === avoid) - Number(b.endpoint === avoid) || a.load - b.load);
    return loads[0]?.endpoint;
  }

  /** Wakes when the first resting server may be tried again; servers that work trigger `#hand` themselves. */
  #wakeLater(): void {
    const now = Date.now();
    const rests = this.#endpoints.map(({ restsUntil }) => restsUntil - now).filter((rest) => rest > 0);
    if (rests.length > 0)
      this.#wake = setTimeout(
        () => {
          this.#hand();
        },
        Math.min(...rests) + 1,
      );
  }

  #giveUp(story: string): never {
    this.#dead ??= fail({
      code: 'SYNDISCO_ENGINE_DEAD',
      what: `No server has answered for ${Math.round(this.patienceMs / 1000)} seconds (${this.#endpoints.map(({ url }) => url).join(', ')}). The last failure: ${story}`,
      todo: 'Check the servers, then run the same command again: finished turns are kept. openai.give_up_after_s sets how long to wait.',
      path: 'model_parameters.openai.base_urls',
    });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#dead);
    throw this.#dead;
  }
}

function deferred<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((onValue, onError) => ([resolve, reject] = [onValue, onError]));
  return { promise, resolve, reject };
}
