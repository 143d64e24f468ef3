import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, fail } from '../errors.js';
import { describeAt } from './describe-bad-document.js';
import { discussionKind } from './document-kinds.js';
import type { PlanFilter } from './plan-filter.js';
import { refuseDuplicates } from './refuse-duplicates.js';
import type { DiscussionFile } from '../inputs/input-types.js';
import { listDocuments } from './list-documents.js';
import { checkDocument, readBytes, type RawDocument } from './read-document.js';
import { readDocuments } from './read-documents.js';

/**
 * All discussion files below a folder, ours and any version of the original's, sorted by the bytes of their paths. Only
 * a few are in memory at a time; annotations in the same folder are skipped. The problems of all bad files are thrown
 * together after the last good one. `only` leaves out documents of other plans; with `isHeadEnough`, those that are sealed
 * have no comments.
 */
export async function* readDiscussions(
  dir: string,
  sums: SumCheck,
  {
    mayBeMissing = false,
    only,
    isHeadEnough,
  }: { mayBeMissing?: boolean; only?: PlanFilter; isHeadEnough?: boolean } = {},
): AsyncGenerator<DiscussionFile> {
  const find = async (raw: RawDocument) => {
    const discussion = await findDiscussion(raw, sums, isHeadEnough);
    return discussion && (!only || only.takes(discussion)) ? discussion : undefined;
  };
  yield* readDocuments(
    await listDocuments(dir, { mayBeMissing }),
    find,
    refuseDuplicates(discussionKind, { idOf: discussionId }),
  );
}

/** Reads one discussion file. Throws all its problems. */
export async function readDiscussion(file: string, sums: SumCheck): Promise<DiscussionFile> {
  return checkDiscussion(await readBytes(file), sums);
}

/** Checks one discussion file. Throws all its problems. */
export async function checkDiscussion(raw: RawDocument, sums: SumCheck): Promise<DiscussionFile> {
  const discussion = await findDiscussion(raw, sums);
  if (discussion) return discussion;
  throw fail({
    code: 'SYNDISCO_DISCUSSION_INVALID',
    what: 'This file is an annotation, not a discussion.',
    todo: 'Give the path of a discussion file.',
    where: { file: raw.file },
  });
}

async function findDiscussion(
  raw: RawDocument,
  sums: SumCheck,
  isHeadEnough = false,
): Promise<DiscussionFile | undefined> {
  const discussion = await checkDocument(raw, { kind: discussionKind, sums, isHeadEnough });
  if (discussion?.origin === 'original') await requirePromptPerUser(discussion);
  return discussion;
}

/** The original's latest version stores the id in the file name. */
export function discussionId({ document, stem }: DiscussionFile): string {
  return document.id ?? stem;
}

/** With a prompt too few or too many, the users after it would get the wrong personas. */
async function requirePromptPerUser({
  file,
  document,
}: Extract<DiscussionFile, { origin: 'original' }>): Promise<void> {
  const { users, user_prompts: prompts } = document;
  if (!users || !prompts || users.length === prompts.length) return;
  const problem = await describeAt(file, ['user_prompts'], {
    code: 'SYNDISCO_DISCUSSION_INVALID',
    what: `There are ${users.length} users and ${prompts.length} user_prompts.`,
    todo: 'List one prompt per user, in the same order.',
  });
  throw new SyndiscoError([problem]);
}
