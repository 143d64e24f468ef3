import { openBatch } from '../experiment/batch/take-batch.js';
import { writeBatch, type WrittenBatch } from '../experiment/batch/write-batch.js';
import type { Experiment } from '../experiment/open-experiment.js';
import type { BatchServer } from '../experiment/batch/batch-servers.js';
import { inSession } from './in-session.js';
import type { RunOptions } from './run-options.js';

export interface AnnotateOptions extends RunOptions {
  as?: string;
  toBatch?: string;
  batchServer: BatchServer;
  fromBatch?: readonly string[];
}

/** `annotate --to-batch` and `--from-batch`. Returns the exit code. */
export async function annotateByBatch(experiment: Experiment, options: AnnotateOptions): Promise<number> {
  const { toBatch, fromBatch = [], batchServer, json } = options;
  if (toBatch === undefined) {
    const batch = await openBatch(experiment, fromBatch);
    return inSession(experiment, options, (ports) => batch.take(experiment, ports), batch);
  }
  const all: WrittenBatch[] = [];
  const exitCode = await inSession(experiment, options, async (ports) => {
    all.push(await writeBatch(experiment, ports, { file: toBatch, server: batchServer }));
    return 0;
  });
  for (const written of all) process.stdout.write(json === true ? `${JSON.stringify(written)}\n` : describe(written));
  return exitCode;
}

function describe({ files, answered }: WrittenBatch): string {
  const known = answered > 0 ? `${answered} requests of unfinished annotations are answered already.\n` : '';
  if (files.length === 0) return `${known}No request is left to ask.\n`;
  const lines = files.map(({ path, requests }) => `batch        ${requests} requests  ${path}\n`);
  return `${known}${lines.join('')}Run it, then: syndisco annotate --from-batch RESULTS\n`;
}
