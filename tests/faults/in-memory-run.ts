import type { Backend, Request } from '../../src/backends/backend.js';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import type { RunPorts } from '../../src/run/make-documents.js';
import type { FilePort } from '../../src/store/disk/file-port.js';
import type { OpenRunOptions } from '../../src/store/open-run.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';
import type { Program } from './load-program.js';
import { checkProgress, listenTo, nothingYet, type Said } from './said.js';

export interface InMemoryRun {
  files: FilePort;
  jobs: number;
  turns: number;
  /** Also lets one annotator read as many discussions, which are not those that are being made. */
  annotated?: boolean;
  /** Gives each reply its text, with a nonce in angle brackets. */
  speak: (job: string, index: number) => string;
  said: Said;
}

export const runDir = '/town/run';

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const inputs = { ...townHallInputs(), annotators: townHallInputs().annotators.slice(0, 1) };
const noncePattern = /<[^<>]*>/g;

/** Generates on a disk that is not there, with the real run loop and store; rejects with whatever ended it. */
export async function generateInMemory(library: Program, run: InMemoryRun): Promise<void> {
  const config = townHallConfig({ replicates: run.jobs, turns: run.turns, moderated: false });
  const store = await library.openRun(openOptions(run.files));
  run.said.here = nothingYet();
  const listened = listenTo(store, run.said);
  const ports = { ...quietPorts(library), store: listened, tell: checkProgress(run.said) };
  await library.generateDiscussions(config, inputs, { ...ports, loadBackend: backendOf(run, discussionIds(run.jobs)) });
  if (run.annotated) await annotateInMemory(library, config, { run, ports });
  await store.replaceFile('status.json', ['{"state": "ended"}\n']);
  await store.close();
}

type Ports = Omit<RunPorts, 'loadBackend'>;

function quietPorts({ stopRequest }: Program): Omit<Ports, 'store' | 'tell'> {
  const now = (): Date => new Date('2026-02-14T16:20:00Z');
  return { log: silent, stop: stopRequest(0), now, patienceMs: 0, retryDelaysMs: [] };
}

async function annotateInMemory(
  library: Program,
  config: ExperimentConfig,
  { run, ports }: { run: InMemoryRun; ports: Ports },
): Promise<void> {
  const discussions = discussionIds(run.jobs).map((id) => ({ id, sha256: '0'.repeat(64) }));
  const jobs = library.planAnnotations(config, inputs, discussions);
  const speakers = ['anna', 'bob', 'anna'].map((name, turn) => ({ name, text: `Comment ${turn}.` }));
  const comments = speakers.map((comment) => ({ ...comment, role: 'participant' as const }));
  const runnable = jobs.map((job) => ({
    line: library.planLine(job),
    models: library.modelsOfJob(job),
    turns: comments.length,
    start: () => Promise.resolve(library.annotate(job, { id: job.discussionId, comments })),
  }));
  const ids = jobs.map(({ id }) => id);
  await library.makeDocuments('annotation', runnable, { ...ports, loadBackend: backendOf(run, ids) });
}

export function discussionIds(jobs: number): string[] {
  return Array.from({ length: jobs }, (_, job) => `town-hall-${String(job + 1).padStart(4, '0')}`);
}

export function openOptions(files: FilePort): OpenRunOptions {
  return {
    dir: runDir,
    discussionsDir: `${runDir}/discussions`,
    annotationsDir: `${runDir}/annotations`,
    identity: { experiment: 'town-hall', seed: 42, plan_version: 4, tool_version: '0', facts: {} },
    configText: 'experiment: town-hall\n',
    shard: 'none',
    files,
    log: () => undefined,
  };
}

function backendOf({ speak, said }: InMemoryRun, jobs: readonly string[]): () => Promise<Backend> {
  const backend: Backend = {
    model: { name: 'scripted', engine: 'oracle', engine_version: '1', fingerprint: 'oracle' },
    slots: 2,
    generate: (request) => {
      const { order, key } = request;
      const id = jobs[order[0]] ?? '';
      checkRequest(said, `${id}/${key.index}`, request);
      const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 0 };
      return Promise.resolve({ text: speak(id, key.index), finish_reason: 'stop', ...counts });
    },
    close: () => Promise.resolve(),
  };
  return () => Promise.resolve(backend);
}

/** What was acknowledged is not asked for again, and only what was acknowledged is shown to others. */
function checkRequest({ acknowledged, violations, here }: Said, turn: string, { history }: Request): void {
  here.asked.add(turn);
  if (acknowledged.has(turn)) violations.push(`${turn} was asked for again after it was acknowledged`);
  const shown = JSON.stringify(history).match(noncePattern) ?? [];
  if (shown.length === 0) return;
  const known = [...acknowledged.values()].join('\n');
  for (const nonce of shown.filter((one) => !known.includes(one))) {
    violations.push(`${nonce} was shown to ${turn} before it was on disk`);
  }
}
