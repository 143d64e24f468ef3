/** Resuming 10,000 unfinished jobs of 30 turns, and planning 100,000: how long, and how much memory, each in its own process. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackend } from '../src/backends/load-backend.js';
import { generateDiscussions } from '../src/run/generate-discussions.js';
import type { RunPorts } from '../src/run/make-documents.js';
import { stopRequest } from '../src/run/stop-request.js';
import { planDiscussions } from '../src/plan/plan-discussions.js';
import { planLine } from '../src/plan/plan-line.js';
import { openRun } from '../src/store/open-run.js';
import type { RunStore } from '../src/store/run-store.js';
import { townHallConfig, townHallInputs } from '../tests/plan/town-hall.js';

const log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const resumed = townHallConfig({ replicates: 10_000, turns: 30, moderated: false });
const planned = townHallConfig({ replicates: 100_000, turns: 30, moderated: false });
const parts: Record<string, (dir: string) => Promise<void>> = { fill, resume, plan };
const [part, given = ''] = process.argv.slice(2);
await (part === undefined ? measureAll() : parts[part]?.(given));

async function measureAll(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-bench-'));
  const inChild = (name: string, folder: string): unknown[] => {
    const args = ['--import', 'tsx', new URL(import.meta.url).pathname, name, join(dir, folder)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }) || '[]') as unknown[];
  };
  try {
    inChild('fill', 'resume');
    console.log(JSON.stringify([...inChild('resume', 'resume'), ...inChild('plan', 'plan')]));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Journals with all their turns, and no document: as if a run had been killed in the worst moment of every job. */
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
  let turns = 0;
  for (const { kind, id } of lines) turns += (await store.foldJob(kind, id)).records.length;
  if (turns !== 300_000) throw new Error(`${turns} turns were found`);
  report('resume scan of 10,000 jobs × 30 turns', (performance.now() - startedAt) / 1000, { seconds: 10, mb: 1000 });
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
  report('100,000 jobs planned, first request', seconds, { seconds: 5, mb: 500 });
}

function open(dir: string, durable = true): Promise<RunStore> {
  return openRun({
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, tool_version: 'bench', facts: {} },
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
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const time = { what, value: Math.round(seconds * 100) / 100, unit: 's', target: `< ${most.seconds}` };
  const memory = { what: `${what}: peak memory`, value: memoryMb, unit: 'MB', target: `< ${most.mb}` };
  console.log(JSON.stringify([time, memory]));
}
