/**
 * run.json says what a run directory is for. Published once, after the plan's first segment, so that a config that was
 * corrected before anything was planned meets no refusal. Experiment and seed must stay; tool, host and the like are
 * facts that every attempt records for itself.
 */
import { join } from 'node:path';
import { fail, type ErrorCode } from '../errors.js';
import type { RunFile } from '../generated/run.js';
import { hasShape } from './check-shape.js';
import { unless } from './errno.js';
import type { FilePort } from './file-port.js';
import type { Publishing } from './publish-by-claim.js';
import { publishOnce } from './publish-once.js';
import { parseJson, readWhole } from './read-whole.js';

/** What the caller says about a run; no secrets in `facts`. */
export type RunIdentity = Omit<RunFile, 'format' | 'created_at'>;

/** The version of the run directory's layout that this program writes, and the newest that it reads. */
const runFormat = 1;

/** Does nothing where there is no run.json yet. */
export async function checkRunFile(files: FilePort, dir: string, identity: RunIdentity): Promise<void> {
  const file = join(dir, 'run.json');
  const bytes = await unless(['ENOENT'], readWhole(files, file));
  if (bytes) compare(parseRunFile(bytes, file), identity, file);
}

export async function publishRunFile(ports: Publishing, dir: string, identity: RunIdentity, now: Date): Promise<void> {
  const { experiment, seed, tool_version, facts } = identity;
  const run: RunFile = { format: runFormat, experiment, seed, tool_version, created_at: now.toISOString(), facts };
  const published = await publishOnce(ports, join(dir, 'run.json'), [`${JSON.stringify(run, null, 2)}\n`]);
  if (published === 'taken') await checkRunFile(ports.files, dir, identity);
}

/** The content of run.json; refuses what is damaged or of a newer program. */
export function parseRunFile(bytes: Buffer, file: string): RunFile {
  const value = parseJson(bytes);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format > runFormat) {
    throw refusal(
      'SYNDISCO_RUN_NEWER',
      file,
      `The run directory has format ${format}; this syndisco knows ${runFormat}`,
      {
        path: 'format',
        todo: 'Install the syndisco that made it, or a newer one.',
      },
    );
  }
  if (hasShape('run', value)) return value;
  throw refusal('SYNDISCO_RUN_DAMAGED', file, 'run.json is damaged or not ours', {
    todo: 'Put the file back from a copy, or use another run_dir: nothing in this one is touched.',
  });
}

function compare(run: RunFile, identity: RunIdentity, file: string): void {
  for (const path of ['experiment', 'seed'] as const) {
    if (run[path] === identity[path]) continue;
    const [before, now] = [JSON.stringify(run[path]), JSON.stringify(identity[path])];
    throw refusal(
      'SYNDISCO_RUN_MISMATCH',
      file,
      `The run directory has ${path}: ${before}, the config ${path}: ${now}`,
      {
        path,
        todo: `Restore ${path}: ${before} in the config, or give this experiment another run_dir.`,
      },
    );
  }
}

function refusal(code: ErrorCode, file: string, what: string, rest: { path?: string; todo: string }): Error {
  return fail({ code, what, where: { file }, ...rest });
}
