/**
 * run.json identifies the run of a run directory. Published once, after the plan's first segment, so that a config may
 * still be corrected as long as nothing is planned. The experiment, the seed, the format of the files and the plan
 * version (what a config means) must not change; tool, host and the like are facts that every attempt records for
 * itself.
 */
import { join } from 'node:path';
import { hashFile, sealRecord } from '../../document-sum.js';
import { fail, type ErrorCode } from '../../errors.js';
import type { RunFile } from '../../generated/run.js';
import { hasShape } from '../check-shape.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import { nodeFiles } from '../disk/node-file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { storageError } from '../disk/storage-error.js';

/** The identity of a run, supplied by the caller; `facts` must not contain secrets. */
export type RunIdentity = Omit<RunFile, 'format' | 'created_at'> & { plan_version: number };

/** The format of the run directory that this program writes, and the newest that it can read. */
const runFormat = 2;

/** False if there is no run.json yet. */
export async function checkRunFile(files: FilePort, dir: string, identity: RunIdentity): Promise<boolean> {
  const file = join(dir, 'run.json');
  const bytes = await unless(['ENOENT'], readWhole(files, file));
  if (!bytes) return false;
  const run = parseRunFile(bytes, file);
  refuseOtherVersion(run, identity, file);
  compare(run, identity, file);
  return true;
}

/** For read-only commands: refuses a run directory that this program cannot continue. False if there is no run.json. */
export async function checkRunVersion(dir: string, identity: Version): Promise<boolean> {
  const file = join(dir, 'run.json');
  try {
    const bytes = await unless(['ENOENT', 'ENOTDIR'], readWhole(nodeFiles, file));
    if (bytes) refuseOtherVersion(parseRunFile(bytes, file), identity, file);
    return bytes !== undefined;
  } catch (error) {
    throw storageError(error);
  }
}

/** The copy of the config must be there: run.json has its hash, so that a change of it is noticed. */
export async function publishRunFile(ports: Publishing, dir: string, identity: RunIdentity, now: Date): Promise<void> {
  const { experiment, seed, plan_version, tool_version, facts } = identity;
  const created_at = now.toISOString();
  const config_sha256 = hashFile(await readWhole(ports.files, join(dir, 'config.yaml')));
  const run = { format: runFormat, plan_version, experiment, seed, tool_version, created_at, facts, config_sha256 };
  const published = await publishOnce(ports, join(dir, 'run.json'), [sealRecord(run satisfies RunFile)]);
  if (published === 'taken') await checkRunFile(ports.files, dir, identity);
}

/** Parses run.json; throws if it is damaged, or if it has a newer format, which cannot be read. */
export function parseRunFile(bytes: Buffer, file: string): RunFile {
  const value = parseJson(bytes);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format > runFormat) {
    throw refusal(
      'SYNDISCO_RUN_NEWER',
      file,
      `The run directory has format ${format}; this version of syndisco supports up to ${runFormat}`,
      {
        path: 'format',
        todo: 'Install the version of syndisco that made it, or a newer one.',
      },
    );
  }
  if (hasShape('run', value)) return value;
  throw refusal('SYNDISCO_RUN_DAMAGED', file, 'run.json is damaged or not a file of syndisco', {
    todo: 'Restore the file from a backup, or use another run_dir: nothing in this one was changed.',
  });
}

type Version = Pick<RunIdentity, 'plan_version' | 'tool_version'>;

function refuseOtherVersion(run: RunFile, ours: Version, file: string): void {
  const { format, plan_version = 1, tool_version } = run;
  if (format === runFormat && plan_version === ours.plan_version) return;
  const isOlder = format < runFormat || plan_version < ours.plan_version;
  const theirs = `format ${format}, plan version ${plan_version}, made by syndisco ${tool_version}`;
  const known = `this is syndisco ${ours.tool_version} with format ${runFormat}, plan version ${ours.plan_version}`;
  throw refusal(
    isOlder ? 'SYNDISCO_RUN_OLDER' : 'SYNDISCO_RUN_NEWER',
    file,
    `The run directory was made by another version and cannot be continued: ${theirs}; ${known}`,
    {
      path: format === runFormat ? 'plan_version' : 'format',
      todo:
        'Start a new run with --fork NAME, or finish this one with the version of syndisco that made it. ' +
        'Its documents can still be verified, exported, and annotated from another run directory.',
    },
  );
}

function compare(run: RunFile, identity: RunIdentity, file: string): void {
  for (const path of ['experiment', 'seed'] as const) {
    if (run[path] === identity[path]) continue;
    const [before, now] = [JSON.stringify(run[path]), JSON.stringify(identity[path])];
    throw refusal(
      'SYNDISCO_RUN_MISMATCH',
      file,
      `The run directory has ${path}: ${before}, but the config has ${path}: ${now}`,
      {
        path,
        todo: `Restore ${path}: ${before} in the config, or use another run_dir for this experiment.`,
      },
    );
  }
}

function refusal(code: ErrorCode, file: string, what: string, rest: { path?: string; todo: string }): Error {
  return fail({ code, what, where: { file }, ...rest });
}
