/**
 * Merge, the proof: the run directories of shards, joined in memory. Nothing is written. They belong together if every
 * job that two of them plan is the same job, if those that plan discussions plan the same ones, and if no job has two
 * different documents. Annotations are planned by the shard that has the discussion, so each plans its own; what is not of
 * their discussions must be the same.
 */
import type { Problem } from '../../errors.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { byKind, kindsInOrder, type JobKind } from '../../job-kinds.js';
import { unless } from '../disk/errno.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import { readWhole } from '../disk/read-whole.js';
import { documentPath, listPublished } from '../documents/published.js';
import { emptyBook, updateBook, type PlanBook } from '../plan/plan-book.js';
import { runFolders, type FolderOptions, type RunFolders } from '../run-folders.js';
import { discussionOf } from '../survey-run.js';
import { differentAnnotators } from './different-annotators.js';
import { differentPlans, duplicate, fewerDiscussions } from './merge-problems.js';
import { firstDifference } from '../plan/plan-difference.js';

export interface SourceRun {
  folders: RunFolders;
  book: PlanBook;
}

export interface JoinedRuns {
  sources: readonly SourceRun[];
  /** Every job once; annotations in the order of their discussions. */
  lines: Readonly<Record<JobKind, ReadonlyMap<string, PlanLine>>>;
  /** Which run has the document of a finished job. */
  owners: Readonly<Record<JobKind, ReadonlyMap<string, SourceRun>>>;
  problems: readonly Problem[];
}

/**
 * The runs, or one annotation set of them; those that have not planned anything of it are left out. `target`: the run
 * directory that the others are merged into, which may plan less, because the design has grown since.
 */
export async function joinRuns(options: readonly FolderOptions[], target: string): Promise<JoinedRuns> {
  const joining: Joining = {
    sources: [],
    lines: byKind(() => new Map()),
    planner: byKind(() => new Map()),
    owners: byKind(() => new Map()),
    problems: [],
  };
  for (const folders of options.map(runFolders)) await joinPlan(joining, folders);
  joining.problems.push(...fewerThanAll(joining, target), ...differentAnnotators(joining));
  for (const kind of kindsInOrder) for (const source of joining.sources) await joinDocuments(joining, source, kind);
  const { sources, owners, problems, lines } = joining;
  return { sources, owners, problems, lines: { ...lines, annotation: inOrder(lines) } };
}

interface Joining {
  sources: SourceRun[];
  lines: Record<JobKind, Map<string, PlanLine>>;
  /** The run that a line was read from. */
  planner: Record<JobKind, Map<string, RunFolders>>;
  owners: Record<JobKind, Map<string, SourceRun>>;
  problems: Problem[];
}

async function joinPlan({ sources, lines, planner, problems }: Joining, folders: RunFolders): Promise<void> {
  const book = emptyBook(folders.plan);
  const changed: { before: PlanLine; now: PlanLine }[] = [];
  await unless(
    ['ENOENT'],
    updateBook(files, book, (now) => {
      const before = lines[now.kind].get(now.id);
      if (before && before.hash !== now.hash) changed.push({ before, now });
      if (before) return;
      lines[now.kind].set(now.id, now);
      planner[now.kind].set(now.id, folders);
    }),
  );
  if (book.next.segment === 1) return;
  sources.push({ folders, book });
  const [first] = changed;
  if (!first) return;
  const { before, now } = first;
  const difference = firstDifference(before.fields, now.fields);
  const dirs = { before: planner[now.kind].get(now.id)?.dir ?? '', now: folders.dir };
  problems.push(differentPlans(now, { difference, dirs, jobs: changed.length }));
}

/** Of runs that plan no discussions at all, those are made elsewhere. */
function fewerThanAll({ sources, lines: { discussion: all } }: Joining, target: string): Problem[] {
  return sources.flatMap(({ folders: { run: dir }, book: { jobs } }) => {
    const own = jobs.discussion;
    if (own.size === 0 || own.size === all.size || dir === target) return [];
    const [id = ''] = [...all.keys()].filter((one) => !own.has(one));
    return [fewerDiscussions({ dir, id, planned: own.size, all: all.size })];
  });
}

/** Copies of the same document count once. */
async function joinDocuments({ owners, problems }: Joining, source: SourceRun, kind: JobKind): Promise<void> {
  const { folders, book } = source;
  const found = await unless(['ENOENT'], listPublished(files, folders.documents[kind], book.jobs[kind]));
  const twice: string[] = [];
  let other: SourceRun | undefined;
  for (const id of [...(found ?? [])].sort()) {
    const owner = owners[kind].get(id);
    if (!owner) owners[kind].set(id, source);
    else if (!(await isSameDocument(id, owner.folders.documents[kind], folders.documents[kind]))) {
      twice.push(id);
      other ??= owner;
    }
  }
  if (other) problems.push(duplicate(kind, twice, [other.folders.dir, folders.dir]));
}

async function isSameDocument(id: string, one: string, other: string): Promise<boolean> {
  const [a, b] = [documentPath({ dir: one, id }), documentPath({ dir: other, id })];
  return a === b || (await readWhole(files, a)).equals(await readWhole(files, b));
}

function inOrder({ discussion, annotation }: Joining['lines']): Map<string, PlanLine> {
  const places = new Map([...discussion.keys()].map((id, place) => [id, place]));
  const placeOf = ([, line]: readonly [string, PlanLine]): number => places.get(discussionOf(line)) ?? 0;
  return new Map([...annotation].sort((one, other) => placeOf(one) - placeOf(other)));
}
