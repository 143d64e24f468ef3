import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SyndiscoError, fail, throwIfAny } from '../../errors.js';
import { storageError } from '../../store/disk/storage-error.js';
import { openExperiment } from '../open-experiment.js';
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
    const dir = join(folder, name);
    throwIfAny(await checkChecksums(dir, path));
    const { config } = await openExperiment({ config: join(dir, configName) }, () => ({
      discussions: false,
      annotation: false,
    }));
    return await verifyExperiment(config, []);
  } catch (error) {
    throw storageError(error);
  } finally {
    // Where unpacking failed, the last files may still be on their way.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
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
    await extract({ file: path, cwd: folder, filter, strict: true, preserveOwner: false });
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
