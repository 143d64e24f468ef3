import { Descent, fewestSteps, Probe, Tally, type Setting, type Trial } from './thread-trial.js';

/** One forward pass. */
export interface StepTime {
  tokens: number;
  /** Positions that its tokens attend to, in all. */
  attended: number;
  ms: number;
}

export interface ThreadChange {
  from: number;
  to: number;
  /**
   * Why: the time of a step relative to the usual one, with too many threads before they become fewer, and with the new
   * number before they become more.
   */
  ratio: number;
}

interface Step {
  shape: string;
  ms: number;
}

const slow = 2;
/** Steps between this and `slow` may be those of a neighbour that is not always there: they are not learned from. */
const usual = 1.25;
const windowMs = 3000;
/** A step that took longer, relative to the usual one, counts as this: the process may have been suspended. */
const outlier = 20;
const learningRate = 0.1;

const patienceMs = 5000;
const longestPatienceMs = 300_000;
/** A neighbour that is back so soon after the threads became more comes and goes. */
const soonMs = 60_000;
/** A probe that fails takes at most this share of the time. */
const probeShare = 0.02;

/**
 * Adapts the number of threads to what other processes leave of the cores: llama.cpp's threads spin while they wait for
 * one another, so a single one too many slows every step down several times. Learns what a step takes, by its shape; when
 * steps take more than twice that for some seconds, tries fewer threads on the next steps and keeps the fastest number.
 * Later tries more for a step now and then, and takes them if they are faster.
 *
 * Knows no clock but the times that it is told, and nothing of llama.cpp.
 */
export class ThreadGovernor {
  readonly #ladder: readonly number[];
  /** The work of a step, by its shape: what it takes at pace 1, which is that of the quiet machine at first. */
  readonly #work = new Map<string, number>();
  #setting: Setting;
  #window = new Window();
  /** Of the last window, if it was usual: a neighbour may have come in its last steps, so the next one must be too. */
  #unlearned: readonly Step[] = [];
  #trial: Trial | undefined;
  /** Steps of the trial whose shapes are unknown. */
  #unknown = new Tally();
  #spentMs = 0;
  #triedAt = 0;
  #raisedAt = -Infinity;
  #patienceMs = patienceMs;
  #probeAt = patienceMs;

  /** `threads` is the number at load, `most` the number never to exceed. */
  constructor({ threads, most }: { threads: number; most: number }) {
    this.#setting = { threads, pace: 1 };
    this.#ladder = ladder(most);
  }

  /** Of the next step. */
  get threads(): number {
    return this.#trial?.threads ?? this.#setting.threads;
  }

  /** Takes the time of a step that ran with `threads`. */
  note({ tokens, attended, ms }: StepTime): ThreadChange | undefined {
    this.#spentMs += ms;
    const shape = `${halfOctave(tokens)} ${halfOctave(attended)}`;
    const work = this.#work.get(shape);
    if (this.#trial) {
      const kept = work === undefined ? this.#noteUnknown(ms) : this.#trial.note(ms, work);
      return kept && this.#settle(kept);
    }
    this.#window.add({ shape, ms, work, pace: this.#setting.pace });
    if (this.#window.isFull) this.#judge(this.#window);
    return undefined;
  }

  #judge({ slowdown, steps }: Window): void {
    const { threads, pace } = this.#setting;
    this.#window = new Window();
    const isUsual = slowdown <= usual;
    if (isUsual) for (const step of this.#unlearned) this.#learn(step);
    this.#unlearned = isUsual ? steps : [];
    if (slowdown > slow) this.#lower({ threads, pace: pace * slowdown });
    else if (this.#spentMs >= this.#probeAt && this.#work.has(steps.at(-1)?.shape ?? '')) this.#raise();
  }

  #learn({ shape, ms }: Step): void {
    const now = ms / this.#setting.pace;
    const known = this.#work.get(shape);
    this.#work.set(shape, known === undefined ? now : known + learningRate * (now - known));
  }

  /** If there is nothing to try, the new pace is from now on the usual one. */
  #lower(now: Setting): void {
    const fewer = this.#ladder.filter((rung) => rung < now.threads).reverse();
    if (fewer.length > 0) this.#start(new Descent(now, fewer));
    else this.#setting = now;
  }

  #raise(): void {
    const more = this.#ladder.find((rung) => rung > this.#setting.threads);
    if (more !== undefined) this.#start(new Probe(this.#setting, more));
  }

  /** A trial learns nothing from steps of unknown shapes, and must not go on for as long as they come. */
  #noteUnknown(ms: number): Setting | undefined {
    this.#unknown.add(ms, 0);
    return this.#unknown.isTooMuch ? this.#setting : undefined;
  }

  #start(trial: Trial): void {
    this.#trial = trial;
    this.#unknown = new Tally();
    this.#triedAt = this.#spentMs;
  }

  #settle(kept: Setting): ThreadChange | undefined {
    const before = this.#setting;
    const trial = this.#trial;
    this.#trial = undefined;
    this.#setting = kept;
    this.#window = new Window();
    this.#unlearned = [];
    if (kept.threads < before.threads) this.#lowered();
    if (kept.threads > before.threads) this.#raisedAt = this.#spentMs;
    const tookMs = kept.threads === before.threads ? this.#spentMs - this.#triedAt : 0;
    this.#probeAt = this.#spentMs + Math.max(this.#patienceMs, tookMs / probeShare);
    if (kept.threads === before.threads) return undefined;
    const reached = trial instanceof Descent ? trial.from.pace : kept.pace;
    return { from: before.threads, to: kept.threads, ratio: reached / before.pace };
  }

  #lowered(): void {
    const isSoon = this.#spentMs - this.#raisedAt < soonMs;
    this.#patienceMs = isSoon ? Math.min(2 * this.#patienceMs, longestPatienceMs) : patienceMs;
  }
}

/** Some seconds of steps, with those of known shapes compared to what they usually take. */
class Window {
  readonly steps: Step[] = [];
  readonly #known = new Tally();
  #ms = 0;

  add({ shape, ms, work, pace }: Step & { work: number | undefined; pace: number }): void {
    this.steps.push({ shape, ms });
    this.#ms += ms;
    if (work !== undefined) this.#known.add(Math.min(ms / pace, outlier * work), work);
  }

  get isFull(): boolean {
    return this.#ms >= windowMs && this.steps.length >= fewestSteps;
  }

  /** 1 if too few shapes are known. */
  get slowdown(): number {
    return this.#known.steps < fewestSteps ? 1 : this.#known.pace;
  }
}

/** 1, 2, 4 … most - 1, most: a neighbour often takes a single core. */
function ladder(most: number): number[] {
  const rungs = new Set<number>();
  for (let threads = 1; threads < most - 1; threads *= 2) rungs.add(threads);
  return [...rungs, ...[most - 1, most].filter((rung) => rung > 0)];
}

/** Counts that differ by less than half share a number: their steps take about the same time. */
function halfOctave(count: number): number {
  return Math.floor(2 * Math.log2(Math.max(1, count)));
}
