import { relative, resolve } from 'node:path';
import { fail, throwIfAny, type Problem } from '../../errors.js';
import { byKind, kindsInOrder, type JobKind } from '../../job-kinds.js';
import { joinImports } from '../../store/merge/copy-imported.js';
import { findMissing } from '../../store/merge/find-missing.js';
import { joinDecisions, lastWithdrawals } from '../../store/merge/join-decisions.js';
import { joinModels } from '../../store/merge/join-models.js';
import { joinRuns } from '../../store/merge/join-runs.js';
import { writeMerged, type MergedUnion } from '../../store/merge/write-merged.js';
import { ensureFolder } from '../../store/disk/ensure-folder.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { storageError } from '../../store/disk/storage-error.js';
import { findRun, isBegun, listSets } from '../../store/find-run.js';
import { runFolders, type FolderOptions } from '../../store/run-folders.js';
import type { StoreLog } from '../../store/run-store.js';
import { verifyRun } from '../../store/verify-run.js';
import { readStatusFiles } from '../../store/records/status-file.js';
import { checkRunVersion } from '../../store/records/run-file.js';
import { versionOf } from '../open-options.js';

export interface MergeRequest {
  /** Run directories, with their documents in `discussions` and `annotations`. */
  dirs: readonly string[];
  into: string;
  /** Merges what there is, even if something is missing. */
  isPartial: boolean;
}

export interface Merged {
  into: string;
  from: readonly string[];
  /** Of the run and all its annotation sets. */
  planned: Record<JobKind, number>;
  finished: Record<JobKind, number>;
  failed: Record<JobKind, number>;
  /** How many files are new in the target. */
  added: number;
  /** Annotators read a sample, so that a shard that has not annotated its part cannot be told from one without any. */
  isSampled: boolean;
}

/**
 * Brings the run directories of shards together in one. First everything is proven: each is intact, all have the same
 * plan, and together they have every job exactly once; otherwise all problems are thrown and nothing is written. The
 * directories themselves are only read. At the end the result is read again, as `verify` does.
 */
export async function mergeRuns(request: MergeRequest, log: StoreLog): Promise<Merged> {
  const into = resolve(request.into);
  const from = request.dirs.map((dir) => resolve(dir));
  refuseRepeated(from, into);
  try {
    const sources = [...((await findRun(into)) ? [into] : []), ...from];
    const proven = await prove(sources, { ...request, into });
    return await write(proven, { into, from, log });
  } catch (error) {
    throw storageError(error);
  }
}

/** The run itself, which comes first, or an annotation set. */
interface ProvenPart {
  set: string | undefined;
  union: MergedUnion;
  isSampled: boolean;
}

async function prove(dirs: readonly string[], { into, isPartial }: MergeRequest): Promise<ProvenPart[]> {
  const problems: Problem[] = [];
  for (const dir of dirs) problems.push(...(await problemsOf(dir, dir === into)));
  throwIfAny(problems);
  const decisions = await joinDecisions(dirs);
  const withdrawals = lastWithdrawals(decisions);
  const main = await joinRuns(
    dirs.map((dir) => foldersOf(dir)),
    into,
  );
  const imports = await joinImports(main);
  problems.push(...imports.problems);
  const discussions = [...main.owners.discussion.keys()].filter((id) => !withdrawals.has(id));
  const parts: ProvenPart[] = [];
  for (const set of [undefined, ...(await setsOf(dirs))]) {
    const ofSet = dirs.map((dir) => foldersOf(dir, set));
    const joined = set === undefined ? main : await joinRuns(ofSet, into);
    const models = await joinModels(joined.sources);
    const missing = await findMissing(joined, withdrawals, discussions);
    problems.push(...joined.problems, ...models.problems, ...(isPartial ? [] : missing.problems));
    const ofRun = set === undefined ? { decisions, ...(imports.from && { imported: imports.from }) } : {};
    const { isSampled } = missing;
    parts.push({ set, isSampled, union: { ...joined, models: models.records, failed: missing.failed, ...ofRun } });
  }
  throwIfAny(problems);
  return parts.filter(({ union }) => union.sources.length > 0);
}

async function problemsOf(dir: string, isMergeTarget: boolean): Promise<readonly Problem[]> {
  if (!(await findRun(dir))) return [noRun(dir)];
  await checkRunVersion(dir, versionOf());
  const problems: Problem[] = [];
  for (const folders of await partsOf(dir)) problems.push(...(await verifyRun({ ...folders, isMergeTarget })).problems);
  const isMissing = ({ code }: Problem): boolean => code === 'SYNDISCO_PUBLISHED_MISSING';
  const folder = problems.some(isMissing) ? await otherFolder(dir) : undefined;
  if (folder === undefined) return problems;
  return [publishedElsewhere(dir, folder), ...problems.filter((problem) => !isMissing(problem))];
}

/** Where the last process published its documents, if not in the run directory itself. */
async function otherFolder(dir: string): Promise<string | undefined> {
  const [last] = await readStatusFiles(dir);
  const own = [last?.discussions_dir ?? 'discussions', last?.annotations_dir ?? 'annotations'];
  const elsewhere = own.find((folder) => relative(dir, resolve(dir, folder)).startsWith('..'));
  return elsewhere && resolve(dir, elsewhere);
}

async function write(
  parts: readonly ProvenPart[],
  { into, from, log }: { into: string; from: readonly string[]; log: StoreLog },
): Promise<Merged> {
  const merged: Merged = { into, from, planned: none(), finished: none(), failed: none(), added: 0, isSampled: false };
  await ensureFolder(nodeFiles, into);
  // The run itself comes last: until then the target is not whole.
  for (const { set, union, isSampled } of [...parts].reverse()) {
    merged.isSampled ||= isSampled;
    merged.added += await writeMerged(union, runFolders(foldersOf(into, set)), log);
    for (const kind of kindsInOrder) {
      merged.planned[kind] += union.lines[kind].size;
      merged.finished[kind] += union.owners[kind].size;
      merged.failed[kind] += union.failed[kind].size;
    }
  }
  for (const folders of await partsOf(into)) throwIfAny((await verifyRun(folders)).problems);
  return merged;
}

function none(): Record<JobKind, number> {
  return byKind(() => 0);
}

function foldersOf(dir: string, set?: string): FolderOptions {
  return {
    dir,
    discussionsDir: `${dir}/discussions`,
    annotationsDir: `${dir}/annotations`,
    ...(set !== undefined && { set }),
  };
}

async function partsOf(dir: string): Promise<FolderOptions[]> {
  const own = (await isBegun(dir)) ? [foldersOf(dir)] : [];
  return [...own, ...(await listSets(dir)).map((set) => foldersOf(dir, set))];
}

async function setsOf(dirs: readonly string[]): Promise<string[]> {
  const sets = await Promise.all(dirs.map((dir) => listSets(dir)));
  return [...new Set(sets.flat())].sort();
}

function refuseRepeated(from: readonly string[], into: string): void {
  const twice = from.find((dir, place) => from.indexOf(dir) !== place || dir === into);
  if (twice === undefined) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: twice === into ? `${twice} is to be merged into itself.` : `${twice} is named twice.`,
    todo: 'Name the run directory of every shard once, and another directory after --into.',
  });
}

function noRun(dir: string): Problem {
  return {
    code: 'SYNDISCO_RUN_NOT_FOUND',
    what: `There is no run directory at ${dir}.`,
    todo: 'Name the run directories of the shards: each has a file run.json and a folder plan. Of an unpacked archive it is the folder run.',
    where: { file: dir },
  };
}

function publishedElsewhere(dir: string, folder: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_MISSING',
    what: `The documents of this run directory were published in ${folder}, because its config has output_dir.`,
    todo: `Copy them into the folders discussions and annotations of ${dir}, which is where merge reads them, and merge again.`,
    where: { file: dir },
  };
}
