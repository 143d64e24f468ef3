/**
 * Merge, the discussions of an imported table, which no job made: every shard has imported them all, into the same
 * documents. imported.json, which says that they are whole, comes last, as in an import.
 */
import { basename, join } from 'node:path';
import type { Problem } from '../../errors.js';
import { unless } from '../disk/errno.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { readWhole } from '../disk/read-whole.js';
import type { RunFolders } from '../run-folders.js';
import { copyOnce } from './copy-once.js';
import type { JoinedRuns, SourceRun } from './join-runs.js';
import { otherTable } from './merge-problems.js';

const receipt = 'imported.json';
/** Where discussions of a table are if the run makes discussions of its own. */
const apart = 'imported';

export interface JoinedImports {
  from?: SourceRun;
  problems: readonly Problem[];
}

/** Runs that have imported a table must have imported the same one. */
export async function joinImports({ sources }: JoinedRuns): Promise<JoinedImports> {
  const found: { source: SourceRun; bytes: Buffer }[] = [];
  for (const source of sources) {
    const bytes = await unless(['ENOENT'], readWhole(files, join(source.folders.run, receipt)));
    if (bytes) found.push({ source, bytes });
  }
  const [first, ...others] = found;
  if (!first) return { problems: [] };
  const other = others.find(({ bytes }) => !bytes.equals(first.bytes));
  const dirs = (second: SourceRun) => [first.source.folders.run, second.folders.run] as const;
  return { from: first.source, problems: other ? [otherTable(...dirs(other.source))] : [] };
}

/** Resolves to the number of new files. */
export async function copyImported(ports: Publishing, { folders, book }: SourceRun, into: RunFolders): Promise<number> {
  let added = 0;
  const dirs = (await unless(['ENOENT'], files.list(join(folders.run, apart))))
    ? { from: join(folders.run, apart), to: join(into.run, apart) }
    : { from: folders.documents.discussion, to: into.documents.discussion };
  const names = (await files.list(dirs.from)).filter((name) => /^[^.].*\.json$/.test(name));
  for (const name of names)
    if (!book.jobs.discussion.has(basename(name, '.json')))
      added += await copyOnce(ports, join(dirs.from, name), join(dirs.to, name));
  return added + (await copyOnce(ports, join(folders.run, receipt), join(into.run, receipt)));
}
