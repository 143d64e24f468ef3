/**
 * Measures wall-clock time, CPU time and memory of resuming 10,000 unfinished jobs of 30 turns and of planning 100,000,
 * each in its own process. SIZE_SHARE scales the numbers down; SIZE_PROGRAM measures another build.
 */
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackend } from '../src/backends/load-backend.js';
import type { generateDiscussions as GenerateDiscussions } from '../src/experiment/generate-discussions.js';
import type { RunPorts } from '../src/run/make-documents.js';
import { stopRequest } from '../src/run/stop-request.js';
import { planDiscussions } from '../src/plan/plan-discussions.js';
import { planLine } from '../src/plan/plan-line.js';
import type { openRun as OpenRun } from '../src/store/open-run.js';
import type { RunStore } from '../src/store/run-store.js';
import { townHallConfig, townHallInputs } from '../tests/town-hall/experiment.js';

const log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const turns = 30;
const share = Number(process.env['SIZE_SHARE'] ?? '1');
const [resumedJobs, plannedJobs] = [10_000 * share, 100_000 * share];
const resumed = townHallConfig({ replicates: resumedJobs, turns, moderated: false });
const planned = townHallConfig({ replicates: plannedJobs, turns, moderated: false });
const parts: Record<string, (dir: string) => Promise<void>> = { fill, resume, plan };
const [part, given = ''] = process.argv.slice(2);
const { openRun, generateDiscussions } = await loadProgram(part === 'fill' ? undefined : process.env['SIZE_PROGRAM']);
await (part === undefined ? measureAll() : parts[part]?.(given));

async function measureAll(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-bench-'));
  const inChild = (name: string, folder: string): unknown[] => {
    const args = ['--import', 'tsx', fileURLToPath(new URL(import.meta.url)), name, join(dir, folder)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }) || '[]') as unknown[];
  };
  try {
    inChild('fill', 'resume');
    console.log(JSON.stringify([...inChild('resume', 'resume'), ...inChild('plan', 'plan')]));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Writes journals with all their turns but no documents, as if a run had been killed at the worst moment of every job.
 */
async function fill(dir: string): Promise<void> {
  const store = await open(dir, false);
  const unpublished = { ...store, publish: () => Promise.resolve(), clearFailure: () => Promise.resolve() };
  await generateDiscussions(resumed, townHallInputs(), ports(unpublished));
  await store.close();
}

async function resume(dir: string): Promise<void> {
  const startedAt = performance.now();
  const store = await open(dir);
  const lines = planDiscussions(resumed, townHallInputs()).map(planLine);
  await store.plan(lines);
  let found = 0;
  for (const { kind, id } of lines) found += (await store.foldJob(kind, id)).records.length;
  if (found !== resumedJobs * turns) throw new Error(`found ${found} turns, expected ${resumedJobs * turns}`);
  const what = `resume scan of ${inWords(resumedJobs)} jobs × ${turns} turns`;
  report(what, (performance.now() - startedAt) / 1000, { seconds: 10, mb: 1000 });
  await store.close();
}

async function plan(dir: string): Promise<void> {
  const startedAt = performance.now();
  const store = await open(dir);
  const stop = stopRequest(0);
  let seconds = 0;
  await generateDiscussions(planned, townHallInputs(), {
    ...ports(store),
    stop,
    loadBackend: async () => {
      const engine = await loadBackend(planned.model, () => undefined);
      return {
        ...engine,
        generate: (request, signal) => {
          seconds ||= (performance.now() - startedAt) / 1000;
          stop.request();
          return engine.generate(request, signal);
        },
      };
    },
  });
  await store.close();
  report(`${inWords(plannedJobs)} jobs planned, first request`, seconds, { seconds: 5, mb: 500 });
}

function open(dir: string, durable = true): Promise<RunStore> {
  return openRun({
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, plan_version: 3, tool_version: 'bench', facts: {} },
    configText: '',
    log: () => undefined,
    durable,
  });
}

function ports(store: RunStore): RunPorts {
  const stop = stopRequest(1000);
  const load = (): ReturnType<RunPorts['loadBackend']> => loadBackend(resumed.model, () => undefined);
  return { store, loadBackend: load, log, stop, tell: () => undefined, now: () => new Date() };
}

function report(what: string, seconds: number, most: { seconds: number; mb: number }): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  // Starting the program takes a second, however little there is to do.
  const target = `< ${share === 1 ? most.seconds : most.seconds * share + 1}`;
  const time = { what, value: inHundredths(seconds), unit: 's', target };
  const processorSeconds = inHundredths((userCPUTime + systemCPUTime) / 1e6);
  const processor = { what: `${what}: processor`, value: processorSeconds, unit: 's', target };
  const memory = { what: `${what}: peak memory`, value: Math.round(maxRSS / 1024), unit: 'MB', target: `< ${most.mb}` };
  console.log(JSON.stringify([time, processor, memory]));
}

function inHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}

interface Program {
  openRun: typeof OpenRun;
  generateDiscussions: typeof GenerateDiscussions;
}

async function loadProgram(dir: string | undefined): Promise<Program> {
  const source = fileURLToPath(new URL('../src/', import.meta.url));
  // Another build has one file with both; it may be from before the bundle.
  const files =
    dir === undefined
      ? ['store/open-run.js', 'experiment/generate-discussions.js'].map((file) => join(source, file))
      : [join(dir, 'dist/commands.js')];
  const modules = files.map((file) => import(file) as Promise<Partial<Program>>);
  return Object.assign({}, ...(await Promise.all(modules))) as Program;
}
