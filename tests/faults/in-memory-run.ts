import type { Backend } from '../../src/backends/backend.js';
import type { Discussion } from '../../src/generated/discussion.js';
import type { FilePort } from '../../src/store/file-port.js';
import type { OpenRunOptions } from '../../src/store/open-run.js';
import type { RunStore } from '../../src/store/run-store.js';
import { townHallConfig, townHallInputs } from '../plan/town-hall.js';
import type { loadProgram } from './load-program.js';

/** What a run on a model disk said: every comment that was reported on disk, every document that was reported published. */
export interface Said {
  /** `<job id>/<index>` to its text. */
  acknowledged: Map<string, string>;
  published: Map<string, string>;
  /** Turns asked for after they were acknowledged. */
  violations: string[];
  requests: number;
}

export interface InMemoryRun {
  files: FilePort;
  jobs: number;
  turns: number;
  /** Gives each reply its text. */
  speak: (job: number, index: number) => string;
  said: Said;
}

export const newSaid = (): Said => ({ acknowledged: new Map(), published: new Map(), violations: [], requests: 0 });

export const runDir = '/town/run';

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** Generates on a disk that is not there, with the real run loop and store; rejects with whatever ended it. */
export async function generateInMemory(
  library: Awaited<ReturnType<typeof loadProgram>>,
  run: InMemoryRun,
): Promise<void> {
  const config = townHallConfig({ replicates: run.jobs, turns: run.turns, moderated: false });
  const store = await library.openRun(openOptions(run.files));
  await library.generateDiscussions(config, townHallInputs(), {
    store: listenTo(store, run.said),
    loadBackend: () => Promise.resolve(backendOf(run)),
    log: silent,
    stop: library.stopRequest(0),
    tell: () => undefined,
    now: () => new Date('2026-02-14T16:20:00Z'),
    patienceMs: 0,
    retryDelaysMs: [],
  });
  await store.replaceFile('status.json', ['{"state": "ended"}\n']);
  await store.close();
}

export function openOptions(files: FilePort): OpenRunOptions {
  return {
    dir: runDir,
    discussionsDir: `${runDir}/discussions`,
    annotationsDir: `${runDir}/annotations`,
    identity: { experiment: 'town-hall', seed: 42, tool_version: '0', facts: {} },
    configText: 'experiment: town-hall\n',
    shard: 'none',
    files,
    log: () => undefined,
  };
}

function backendOf({ speak, said }: InMemoryRun): Backend {
  return {
    model: { name: 'scripted', engine: 'oracle', engine_version: '1', fingerprint: 'oracle' },
    slots: 2,
    generate: ({ order: [job], key }) => {
      said.requests += 1;
      const turn = `town-hall-${String(job + 1).padStart(4, '0')}/${key.index}`;
      if (said.acknowledged.has(turn)) said.violations.push(`${turn} was asked for again after it was acknowledged`);
      const text = speak(job, key.index);
      const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 0 };
      return Promise.resolve({ text, finish_reason: 'stop', ...counts });
    },
    close: () => Promise.resolve(),
  };
}

/** The store with its promises written down the moment they are given. */
function listenTo(store: RunStore, said: Said): RunStore {
  return {
    ...store,
    async startAttempt(job, model, carried) {
      const attempt = await store.startAttempt(job, model, carried);
      return {
        ...attempt,
        async append(record) {
          await attempt.append(record);
          said.acknowledged.set(`${job.id}/${record.index}`, record.completion.text);
        },
      };
    },
    async publish(kind, id, document) {
      await store.publish(kind, id, document);
      said.published.set(id, textsOf(await store.readPublished(kind, id)));
    },
  };
}

export function textsOf(document: unknown): string {
  return JSON.stringify((document as Discussion).logs.map((comment) => comment.raw_text ?? null));
}
