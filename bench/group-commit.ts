/** 32 annotations × 60 comments on the `scripted` engine, over a disk whose fdatasync takes 5 ms: labels per second, and fdatasyncs per label. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { annotate, type DiscussionToAnnotate } from '../src/annotation/annotate.js';
import { loadBackend } from '../src/backends/load-backend.js';
import { planAnnotations } from '../src/plan/plan-annotations.js';
import { planLine } from '../src/plan/plan-line.js';
import { modelsOfJob } from '../src/plan/models-of-job.js';
import { makeDocuments } from '../src/run/make-documents.js';
import { stopRequest } from '../src/run/stop-request.js';
import type { FilePort } from '../src/store/disk/file-port.js';
import { nodeFiles } from '../src/store/disk/node-file-port.js';
import { openRun } from '../src/store/open-run.js';
import { townHallConfig, townHallInputs } from '../tests/town-hall/experiment.js';

const syncMs = 5;
const dir = await mkdtemp(join(tmpdir(), 'syndisco-bench-'));
const quiet = (): void => undefined;
let syncs = 0;

/** Every file waits for its own fdatasync only: the disk takes any number of them at once. */
const slowDisk: FilePort = {
  ...nodeFiles,
  async createExclusive(path) {
    const file = await nodeFiles.createExclusive(path);
    const dataSync = async (): Promise<void> => {
      syncs += 1;
      await sleep(syncMs);
      await file.dataSync();
    };
    return { ...file, dataSync };
  },
};

try {
  const config = townHallConfig();
  const inputs = townHallInputs();
  const discussions = Array.from({ length: 16 }, (_, place) => ({
    id: `town-hall-${String(place + 1).padStart(4, '0')}`,
    sha256: '0'.repeat(64),
  }));
  const jobs = planAnnotations(config, inputs, discussions).map((job) => ({
    line: planLine(job),
    models: modelsOfJob(job),
    turns: 3,
    start: () => Promise.resolve(annotate(job, discussion(job.discussionId))),
  }));
  const store = await openRun({
    dir,
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 42, plan_version: 3, tool_version: 'bench', facts: {} },
    configText: '',
    log: quiet,
    files: slowDisk,
  });
  const start = performance.now();
  const { completions } = await makeDocuments('annotation', jobs, {
    store,
    loadBackend: () => loadBackend(config.model, quiet),
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    stop: stopRequest(1000),
    tell: quiet,
    now: () => new Date(),
  });
  const seconds = (performance.now() - start) / 1000;
  await store.close();
  const what = `annotations over a disk of ${syncMs} ms`;
  console.log(
    JSON.stringify([
      { what, value: Math.round(completions / seconds), unit: 'labels/s', target: '≥ 1,000' },
      { what: `${what}: fdatasyncs`, value: +(syncs / completions).toFixed(2), unit: 'a label', target: '< 0.5' },
    ]),
  );
} finally {
  await rm(dir, { recursive: true, force: true });
}

function discussion(id: string): DiscussionToAnnotate {
  const comments = Array.from({ length: 60 }, (_, turn) => ({
    name: turn % 2 === 0 ? 'anna' : 'bob',
    text: `Remark ${turn} about the night buses.`,
    role: 'participant' as const,
  }));
  return { id, comments };
}
