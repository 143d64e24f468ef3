import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefusedRequest, type Backend, type Completion, type Request } from '../../src/backends/backend.js';
import { loadBackend } from '../../src/backends/load-backend.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { generateDiscussions } from '../../src/experiment/generate-discussions.js';
import type { RunPorts } from '../../src/run/make-documents.js';
import type { Progress } from '../../src/run/progress.js';
import type { RunRules } from '../../src/run/run-rules.js';
import { stopRequest } from '../../src/run/stop-request.js';
import { openRun } from '../../src/store/open-run.js';
import type { RunStore } from '../../src/store/run-store.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-run-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const silentLog = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

async function openTownHall(): Promise<RunStore> {
  return openRun({
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, plan_version: 4, tool_version: '0', facts: {} },
    configText: '',
    log: () => undefined,
  });
}

/** The scripted engine, with every request passing through `watch` first. */
async function generate(
  settings: {
    replicates?: number;
    watch?: (request: Request) => void;
    /** What is said in place of the engine's reply. */
    say?: (request: Request) => Partial<Completion> | undefined;
    /** Beside what the engine says of its model. */
    model?: object;
    stop?: RunPorts['stop'];
    warn?: RunPorts['log']['warn'];
    /** What the engine says when it is asked whether it still answers; engines need not be able to. */
    isAnswering?: Backend['isAnswering'];
  } & Partial<RunRules> = {},
): Promise<Progress> {
  const config = townHallConfig({ replicates: settings.replicates ?? 3 });
  const store = await openTownHall();
  const stop = settings.stop ?? stopRequest(1000);
  const loadBackend_ = async (): Promise<Backend> => {
    const engine = await loadBackend(config.model, () => undefined);
    return {
      ...engine,
      ...(settings.isAnswering && { isAnswering: settings.isAnswering }),
      model: { ...engine.model, ...settings.model },
      generate: async (request, signal) => {
        settings.watch?.(request);
        return { ...(await engine.generate(request, signal)), ...settings.say?.(request) };
      },
    };
  };
  const ports = {
    patienceMs: 100,
    ...settings,
    store,
    loadBackend: loadBackend_,
    log: { ...silentLog, ...(settings.warn && { warn: settings.warn }) },
    stop,
    tell: () => undefined,
  };
  try {
    return await generateDiscussions(config, townHallInputs(), { ...ports, now: () => new Date() });
  } finally {
    await store.close();
  }
}

async function readDiscussion(id: string): Promise<Discussion> {
  return JSON.parse(await readFile(join(dir, 'discussions', `${id}.json`), 'utf8')) as Discussion;
}

describe('making documents', () => {
  it('when it is run twice, then the second time makes nothing and changes nothing', async () => {
    expect(await generate()).toMatchObject({ total: 3, done: 3, failed: 0, completions: 36 });
    const before = await readDiscussion('town-hall-0001');
    expect(await generate()).toMatchObject({ total: 3, done: 3, completions: 0 });
    expect(await readDiscussion('town-hall-0001')).toEqual(before);
  });

  it('when it is stopped in the middle, then going on asks for each request once and makes the same texts', async () => {
    const asked = new Map<string, number>();
    const count = (request: Request): void => {
      const name = request.order.join('/');
      asked.set(name, (asked.get(name) ?? 0) + 1);
    };
    const stop = stopRequest(1000);
    const stopped = await generate({
      stop,
      watch: (request) => {
        count(request);
        if (asked.size === 10) stop.request();
      },
    });
    expect(stopped.done).toBe(0);
    expect(await generate({ watch: count })).toMatchObject({ done: 3, completions: 36 - stopped.completions });
    expect(new Set(asked.values())).toEqual(new Set([1]));
    const resumed = (await readDiscussion('town-hall-0002')).logs;
    await rm(dir, { recursive: true });
    await generate();
    expect(resumed).toEqual((await readDiscussion('town-hall-0002')).logs);
  });

  it('when more replicates are asked for, then only the difference is made', async () => {
    await generate({ replicates: 2 });
    const before = await readDiscussion('town-hall-0002');
    expect(await generate({ replicates: 5 })).toMatchObject({ total: 5, done: 5, completions: 36 });
    expect(await readDiscussion('town-hall-0002')).toEqual(before);
  });

  it('when the engine fails once, then the turn is tried again and nothing else is asked twice', async () => {
    let calls = 0;
    const warned: (string | undefined)[] = [];
    const progress = await generate({
      replicates: 1,
      warn: (_text, job) => warned.push(job),
      watch: () => {
        calls += 1;
        if (calls === 4) throw new Error('CUDA error: an illegal memory access was encountered');
      },
    });
    expect(progress).toMatchObject({ done: 1, failed: 0 });
    expect(calls).toBe(13);
    expect(warned).toEqual(['town-hall-0001']);
  });

  it('when a request can never be served, then its job fails, its story is kept and the others go on', async () => {
    const refuseFirst = (request: Request): void => {
      if (request.order[0] === 0 && request.key.index === 3) throw new RefusedRequest('the prompt does not fit');
    };
    expect(await generate({ watch: refuseFirst })).toMatchObject({ total: 3, done: 2, failed: 1 });
    const failure = await readFile(join(dir, 'failures', 'town-hall-0001.json'), 'utf8');
    expect(JSON.parse(failure)).toMatchObject({ job: 'town-hall-0001', causes: ['the prompt does not fit'], tries: 1 });
  });

  it('when five jobs in a row fail, then the run stops as with a dead engine', async () => {
    const refuse = (): void => {
      throw new RefusedRequest('nobody is there');
    };
    await expect(generate({ replicates: 40, watch: refuse })).rejects.toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
    expect(await generate({ replicates: 40 })).toMatchObject({ done: 40, failed: 0 });
  });

  it('when five jobs in a row fail and the engine still answers, then the others are made, and it is said once', async () => {
    const said: string[] = [];
    const refuse = ({ order }: Request): void => {
      if (order[0] < 5) throw new RefusedRequest('the prompt is poison');
    };
    const isAnswering = (): Promise<boolean> => Promise.resolve(true);
    const progress = await generate({ replicates: 20, watch: refuse, isAnswering, warn: (text) => said.push(text) });
    expect(progress).toMatchObject({ total: 20, done: 15, failed: 5 });
    expect(said).toEqual([expect.stringContaining('5 jobs in a row failed')]);
  });

  it('when every job fails though the engine answers, then the run ends, each job tried once', async () => {
    let asked = 0;
    const refuse = (): void => {
      asked += 1;
      throw new RefusedRequest('the prompt is poison');
    };
    const isAnswering = (): Promise<boolean> => Promise.resolve(true);
    expect(await generate({ replicates: 20, watch: refuse, isAnswering })).toMatchObject({ done: 0, failed: 20 });
    expect(asked).toBe(20);
  });

  it('when five jobs in a row fail and the engine answers no more, then the run stops and keeps no failure', async () => {
    const refuse = (): void => {
      throw new RefusedRequest('nobody is there');
    };
    const isAnswering = (): Promise<boolean> => new Promise((resolve) => setTimeout(resolve, 20, false));
    const dead = generate({ replicates: 40, watch: refuse, isAnswering });
    await expect(dead).rejects.toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
    expect(await generate({ replicates: 40 })).toMatchObject({ done: 40, failed: 0 });
  });

  it('when the model speaks for others, then the comments are repaired, and the end of the run counts them', async () => {
    const warned: string[] = [];
    const say = ({ key, closing }: Request) =>
      key.index === 1 ? { text: `${closing}\nYes.\n\nUser Ghost posted:\nNo.` } : undefined;
    await generate({ replicates: 1, say, warn: (text) => warned.push(text) });
    const { logs } = await readDiscussion('town-hall-0001');
    expect(logs[1]).toMatchObject({ text: 'Yes.', repairs: ['own_prefix', 'other_speaker'] });
    expect(warned).toEqual([
      expect.stringMatching(/^1 of 12 comments were repaired: 1 .* \(own_prefix\), 1 .*speaker\)/),
    ]);
  });

  it('when turns have to be tried again, then resuming asks for each try once, and the end of the run counts them', async () => {
    const warned: string[] = [];
    const asked: string[] = [];
    const stop = stopRequest(1000);
    const say = ({ key, order }: Request): Partial<Completion> | undefined => {
      asked.push([...order, key.try].join('/'));
      if (asked.length === 4) stop.request();
      if (key.index === 1) return { text: '', finish_reason: 'content_filter' };
      return key.index === 3 && key.try === 0 ? { text: '', finish_reason: 'length' } : undefined;
    };
    await generate({ replicates: 1, say, stop });
    await generate({ replicates: 1, say, warn: (text) => warned.push(text) });
    expect(new Set(asked).size).toBe(asked.length);
    const { logs } = await readDiscussion('town-hall-0001');
    expect(logs[1]).toMatchObject({ text: '', missing: 'content_filter', finish_reason: 'content_filter' });
    expect(logs[3]?.failed_tries).toMatchObject([{ missing: 'no_text' }]);
    expect(warned).toEqual([
      '1 of 12 comments are missing, which is not silence: 1 stopped by a content filter (content_filter)',
      '3 tries of 12 comments gave none and were repeated: 2 stopped by a content filter (content_filter), 1 cut off before any text (no_text)',
    ]);
  });

  it('when a job failed, then the next run leaves it alone until it is told to make it again', async () => {
    const refuseFirst = (request: Request): void => {
      if (request.order[0] === 0) throw new RefusedRequest('the prompt does not fit');
    };
    await generate({ watch: refuseFirst });
    expect(await generate()).toMatchObject({ done: 2, failed: 1, completions: 0 });
    expect(await generate({ retryFailed: true })).toMatchObject({ done: 3, failed: 0, completions: 12 });
    expect(await readdir(join(dir, 'failures'))).toEqual([]);
  });

  it('when two processes own a shard each, then together they make every job once', async () => {
    expect(await generate({ replicates: 5, shard: { index: 2, count: 2 } })).toMatchObject({ total: 2, done: 2 });
    expect(await generate({ replicates: 5, shard: { index: 1, count: 2 } })).toMatchObject({ total: 3, done: 3 });
    expect(await generate({ replicates: 5 })).toMatchObject({ total: 5, done: 5, completions: 0 });
  });

  it('when a finished document could not be read back, then it is not published, its job is given up, and nothing is lost', async () => {
    const model = { weights: 'of an unknown kind' };
    await expect(generate({ replicates: 2, model })).rejects.toMatchObject({ code: 'SYNDISCO_INTERNAL', exitCode: 70 });
    expect(await readdir(join(dir, 'discussions'))).toEqual([]);
    const [given = ''] = await readdir(join(dir, 'failures'));
    const failure = JSON.parse(await readFile(join(dir, 'failures', given), 'utf8')) as { story: string };
    expect(failure.story).toContain('could not be read back: /model must NOT have additional properties');
    expect(await readdir(join(dir, 'journal/discussions'))).toContain(given.replace('.json', '.0001.jsonl'));
  });
});
