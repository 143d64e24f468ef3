import type { Backend, Request } from '../../src/backends/backend.js';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import type { RunPorts } from '../../src/run/make-documents.js';
import type { Progress } from '../../src/run/progress.js';
import type { RunnableJob } from '../../src/run/run-job.js';
import type { RunRules } from '../../src/run/run-rules.js';
import type { FilePort } from '../../src/store/disk/file-port.js';
import type { StopRequest } from '../../src/run/stop-request.js';
import type { Shard } from '../../src/store/locks/shard-lock.js';
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
  /** Adds a moderator, with a model of its own like the annotator's. */
  isMixed?: boolean;
  /** Gives each reply its text, with a nonce in angle brackets. */
  speak: (job: string, index: number) => string | Promise<string>;
  said: Said;
  /** Takes the lock of a shard. */
  shard?: Shard;
  rules?: Partial<RunRules>;
  stop?: StopRequest;
  /** Asked by a run whose jobs fail one after the other. */
  isAnswering?: boolean;
}

export const runDir = '/town/run';

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const inputs = { ...townHallInputs(), annotators: townHallInputs().annotators.slice(0, 1) };
const noncePattern = /<[^<>]*>/g;

/** Generates on a disk that is not there, with the real run loop and store; rejects with whatever ended it. */
export async function generateInMemory(library: Program, run: InMemoryRun): Promise<Progress[]> {
  const store = await library.openRun(openOptions(run.files, run.shard));
  run.said.here = nothingYet();
  try {
    const ports = {
      ...quietPorts(library),
      ...run.rules,
      ...(run.stop && { stop: run.stop }),
      store: listenTo(store, run.said),
    };
    const made = await makeAll(library, run, { ...ports, tell: checkProgress(run.said) });
    await store.replaceFile('status.json', ['{"state": "ended"}\n']);
    return made;
  } finally {
    await store.close();
  }
}

async function makeAll(library: Program, run: InMemoryRun, ports: Ports): Promise<Progress[]> {
  const loadBackend = backendOf(run, discussionIds(run.jobs));
  const made = [await library.generateDiscussions(configOf(run), inputs, { ...ports, loadBackend })];
  if (run.annotated) made.push(await annotateInMemory(library, run, ports));
  return made;
}

function configOf({ jobs, turns, isMixed = false }: InMemoryRun): ExperimentConfig {
  const config = townHallConfig({ replicates: jobs, turns, moderated: isMixed });
  const { model, discussions, annotation } = config;
  if (!annotation || !discussions?.moderator) return config;
  return {
    ...config,
    models: { steward: { ...model, name: 'steward' }, judge: { ...model, name: 'judge' } },
    discussions: { ...discussions, moderator: { ...discussions.moderator, model: 'steward' } },
    annotation: { ...annotation, models: ['judge'] },
  };
}

/** The jobs of a run, to be made again from its journals. */
export async function jobsInMemory(library: Program, run: InMemoryRun): Promise<RunnableJob[]> {
  const watch = { count: library.countRepairs(), flags: library.watchFlags(undefined, () => undefined) };
  const discussions = await library.discussionJobs(configOf(run), inputs, watch);
  return run.annotated ? [...discussions, ...annotationJobs(library, run)] : discussions;
}

type Ports = Omit<RunPorts, 'loadBackend'>;

function quietPorts({ stopRequest }: Program): Omit<Ports, 'store' | 'tell'> {
  const now = (): Date => new Date('2026-02-14T16:20:00Z');
  return { log: silent, stop: stopRequest(60_000), now, patienceMs: 0, retryDelaysMs: [] };
}

async function annotateInMemory(library: Program, run: InMemoryRun, ports: Ports): Promise<Progress> {
  const jobs = annotationJobs(library, run);
  const loadBackend = backendOf(
    run,
    jobs.map(({ line }) => line.id),
  );
  return library.makeDocuments('annotation', jobs, { ...ports, loadBackend });
}

function annotationJobs(library: Program, run: InMemoryRun): RunnableJob[] {
  const discussions = discussionIds(run.jobs).map((id) => ({ id, sha256: '0'.repeat(64) }));
  const jobs = library.planAnnotations(configOf(run), inputs, discussions);
  const speakers = ['anna', 'bob', 'anna'].map((name, turn) => ({ name, text: `Comment ${turn}.` }));
  const comments = speakers.map((comment) => ({ ...comment, role: 'participant' as const }));
  return jobs.map((job) => ({
    line: library.planLine(job),
    models: library.modelsOfJob(job),
    turns: comments.length,
    start: () => Promise.resolve(library.annotate(job, { id: job.discussionId, comments })),
  }));
}

export function discussionIds(jobs: number): string[] {
  return Array.from({ length: jobs }, (_, job) => `town-hall-${String(job + 1).padStart(4, '0')}`);
}

export function openOptions(files: FilePort, shard: OpenRunOptions['shard'] = 'none'): OpenRunOptions {
  return {
    dir: runDir,
    discussionsDir: `${runDir}/discussions`,
    annotationsDir: `${runDir}/annotations`,
    identity: { experiment: 'town-hall', seed: 42, plan_version: 4, tool_version: '0', facts: {} },
    configText: 'experiment: town-hall\n',
    inputs: [{ path: 'topics/free-buses.txt', text: 'Should all buses be free?\n' }],
    shard,
    files,
    log: () => undefined,
  };
}

function backendOf({ speak, said, isAnswering }: InMemoryRun, jobs: readonly string[]): () => Promise<Backend> {
  const backend: Backend = {
    model: { name: 'scripted', engine: 'oracle', engine_version: '1', fingerprint: 'oracle' },
    slots: 2,
    generate: async (request) => {
      const { order, key } = request;
      const id = jobs[order[0]] ?? '';
      checkRequest(said, `${id}/${key.index}`, request);
      const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 0 };
      return { text: await speak(id, key.index), finish_reason: 'stop', ...counts };
    },
    ...(isAnswering !== undefined && { isAnswering: () => Promise.resolve(isAnswering) }),
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
