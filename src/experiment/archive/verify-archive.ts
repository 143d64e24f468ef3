import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { SyndiscoError, fail, throwIfAny } from '../../errors.js';
import { storageError } from '../../store/disk/storage-error.js';
import { openExperiment } from '../open-experiment.js';
import { runFolders } from '../run-folders.js';
import { verifyExperiment, type VerifiedExperiment } from '../verify-experiment.js';
import { checkChecksums, damaged } from './checksums.js';
import { configName } from './archive-experiment.js';

/** Checks an archive in a temporary folder: its checksums, then its run directory as `verify` does. */
export async function verifyArchive(path: string): Promise<VerifiedExperiment> {
  await requireFile(path);
  const folder = await mkdtemp(join(tmpdir(), 'syndisco-archive-'));
  try {
    await unpack(path, folder);
    const [name = '', ...others] = await readdir(folder);
    if (name === '' || others.length > 0) throwIfAny([damaged(path, 'it has not exactly one folder at its top')]);
    throwIfAny(await checkChecksums(join(folder, name), path));
    return await verifyUnpacked(join(folder, name), path);
  } catch (error) {
    throw inArchive(storageError(error), { folder, path });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function verifyUnpacked(dir: string, path: string): Promise<VerifiedExperiment> {
  const { config } = await openExperiment({ config: join(dir, configName) }, () => ({
    discussions: false,
    annotation: false,
  }));
  const { dir: runDir, discussionsDir, annotationsDir } = runFolders(config);
  const outside = [runDir, discussionsDir, annotationsDir].find((place) => relative(dir, place).startsWith('..'));
  throwIfAny(outside === undefined ? [] : [damaged(path, `its config names ${outside}, which is not in it`)]);
  return verifyExperiment(config, []);
}

/** The temporary folder is gone when somebody reads of a file in it. */
function inArchive(error: unknown, { folder, path }: { folder: string; path: string }): unknown {
  if (!(error instanceof SyndiscoError)) return error;
  const move = (text: string): string => text.replaceAll(folder, path);
  const [first, ...rest] = error.problems.map(({ where, ...problem }) => ({
    ...problem,
    what: move(problem.what),
    todo: move(problem.todo),
    ...(where && { where: { ...where, ...(where.file !== undefined && { file: move(where.file) }) } }),
  }));
  return first ? new SyndiscoError([first, ...rest], { cause: error }) : error;
}

async function requireFile(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile()) return;
  throw fail({
    code: 'SYNDISCO_ARCHIVE_NOT_FOUND',
    what: `There is no archive at ${path}.`,
    todo: 'Give the path of a file that syndisco archive wrote; to check a run directory, name its config with -c.',
    where: { file: path },
  });
}

/** Only plain files and folders below the folder at the top: an archive of ours has nothing else. */
async function unpack(path: string, folder: string): Promise<void> {
  const strange: string[] = [];
  const filter = (name: string, entry: object): boolean => {
    const isPlain = isPlainEntry(entry) && !name.startsWith('/') && !name.split('/').includes('..');
    if (!isPlain) strange.push(name);
    return isPlain;
  };
  try {
    const { extract } = await import('tar'); // most commands read no archive
    // In one go, so that no file is still on its way when an error has ended it.
    extract({ file: path, cwd: folder, filter, strict: true, preserveOwner: false, sync: true });
  } catch (error) {
    if (error instanceof SyndiscoError || isOfDisk(error)) throw error;
    throwIfAny([damaged(path, `it cannot be unpacked (${error instanceof Error ? error.message : String(error)})`)]);
  }
  throwIfAny(strange.slice(0, 5).map((name) => damaged(path, `${name} is not a plain file in it`)));
}

function isPlainEntry(entry: object): boolean {
  return 'type' in entry && (entry.type === 'File' || entry.type === 'Directory');
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS'].includes(String(error.code))
  );
}
