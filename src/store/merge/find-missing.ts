/**
 * Merge, what the union lacks: jobs that no run has finished, but for those that have failed for good or whose discussion
 * is withdrawn, and annotations of finished discussions that no run has even planned.
 */
import { join } from 'node:path';
import type { Problem } from '../../errors.js';
import { byKind, kindsInOrder, type JobKind } from '../../job-kinds.js';
import type { Withdrawals } from '../../withdrawals.js';
import { unless } from '../disk/errno.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { listPublished } from '../documents/published.js';
import { discussionOf } from '../survey-run.js';
import type { JoinedRuns, SourceRun } from './join-runs.js';
import { incomplete } from './merge-problems.js';

export interface MissingJobs {
  problems: readonly Problem[];
  /** Which run has the failure of a job that none has finished. */
  failed: Readonly<Record<JobKind, ReadonlyMap<string, SourceRun>>>;
  /** Annotators read a sample of the discussions, so a discussion that nobody has annotated may be missing or not drawn. */
  isSampled: boolean;
}

/** `discussions`: those that are finished and not withdrawn, which an annotation set must have annotated. */
export async function findMissing(
  joined: JoinedRuns,
  withdrawals: Withdrawals,
  discussions: readonly string[],
): Promise<MissingJobs> {
  const { lines, owners } = joined;
  const failed = await failuresIn(joined);
  const problems = kindsInOrder.flatMap((kind) => {
    const isOpen = (id: string): boolean => !owners[kind].has(id) && !failed[kind].has(id);
    const open = [...lines[kind].values()].filter((line) => isOpen(line.id) && !withdrawals.has(discussionOf(line)));
    const ids = open.map(({ id }) => id);
    return ids.length > 0 ? [incomplete(kind, ids, 'not finished in any of the directories')] : [];
  });
  const isSampled = await isOfSample(joined);
  const unplanned = findUnplanned(joined, { discussions, isSampled });
  if (unplanned.length > 0)
    problems.push(
      incomplete('annotation', unplanned, 'missing, because the shard that has the discussion did not make them'),
    );
  return { problems, failed, isSampled };
}

async function failuresIn({ sources, owners }: JoinedRuns): Promise<MissingJobs['failed']> {
  const failed = byKind(() => new Map<string, SourceRun>());
  for (const kind of kindsInOrder)
    for (const source of sources) {
      const { folders, book } = source;
      const ids = (await unless(['ENOENT'], listPublished(files, folders.failures, book.jobs[kind]))) ?? [];
      for (const id of ids) if (!owners[kind].has(id)) failed[kind].set(id, source);
    }
  return failed;
}

/** Everyone who annotates a discussion annotates all of them, unless only a sample of them is annotated at all. */
function findUnplanned(
  { lines }: JoinedRuns,
  { discussions, isSampled }: { discussions: readonly string[]; isSampled: boolean },
): string[] {
  const panel = new Map<string, Set<string>>();
  const everyone = new Set<string>();
  for (const line of lines.annotation.values()) {
    const discussion = discussionOf(line);
    const who = line.id.slice(line.id.indexOf('--'));
    panel.set(discussion, (panel.get(discussion) ?? new Set()).add(who));
    everyone.add(who);
  }
  if (everyone.size === 0) return [];
  return discussions.flatMap((id) => {
    const own = panel.get(id);
    if (!own && isSampled) return [];
    return [...everyone].filter((who) => !own?.has(who)).map((who) => `${id}${who}`);
  });
}

/** Whether the annotators read a sample of the discussions: every document says so. */
async function isOfSample({ owners }: JoinedRuns): Promise<boolean> {
  for (const [id, { folders }] of owners.annotation) {
    const document = parseJson(await readWhole(files, join(folders.documents.annotation, `${id}.json`)));
    return typeof document === 'object' && document !== null && 'inclusion_probability' in document;
  }
  return false;
}
