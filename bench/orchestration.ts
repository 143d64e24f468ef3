/**
 * Measures 1,000 discussions × 20 turns on the `scripted` engine (with fsync if `--durable`): turns per second and peak
 * memory.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackend } from '../src/backends/load-backend.js';
import { generateDiscussions } from '../src/experiment/generate-discussions.js';
import { stopRequest } from '../src/run/stop-request.js';
import { openRun } from '../src/store/open-run.js';
import { townHallConfig, townHallInputs } from '../tests/town-hall/experiment.js';

const durable = process.argv.includes('--durable');
const config = townHallConfig({ replicates: 1000, turns: 20, moderated: false });
const dir = await mkdtemp(join(tmpdir(), 'syndisco-bench-'));
const log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

try {
  const start = performance.now();
  const store = await openRun({
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, plan_version: 3, tool_version: 'bench', facts: {} },
    configText: '',
    log: () => undefined,
    durable,
  });
  const progress = await generateDiscussions(config, townHallInputs(), {
    store,
    loadBackend: () => loadBackend(config.model, () => undefined),
    log,
    stop: stopRequest(1000),
    tell: () => undefined,
    now: () => new Date(),
    patienceMs: 1000,
  });
  await store.close();
  const seconds = (performance.now() - start) / 1000;
  const memoryMb = process.resourceUsage().maxRSS / 1024;
  const what = `1,000 discussions × 20 turns, scripted, ${durable ? 'with' : 'without'} fsync`;
  console.log(
    JSON.stringify([
      {
        what,
        value: Math.round(progress.completions / seconds),
        unit: 'turns/s',
        target: durable ? '≥ 1,000' : '≥ 5,000',
      },
      { what: `${what}: peak memory`, value: Math.round(memoryMb), unit: 'MB', target: '< 300' },
      ...(durable ? [await measureDisk()] : []),
    ]),
  );
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** The rate of the disk itself, one line after the other, for comparison. */
async function measureDisk(): Promise<{ what: string; value: number; unit: string; target: string }> {
  const file = await open(join(dir, 'disk'), 'w');
  const line = Buffer.alloc(600, 'x');
  const lines = 500;
  const start = performance.now();
  for (let written = 0; written < lines; written++) {
    await file.write(line);
    await file.datasync();
  }
  const seconds = (performance.now() - start) / 1000;
  await file.close();
  return {
    what: "the disk's own rate of write + fdatasync",
    value: Math.round(lines / seconds),
    unit: 'per s',
    target: '-',
  };
}
