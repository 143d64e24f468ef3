import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, fail, type Problem } from '../errors.js';
import { describeAt } from './describe-bad-document.js';
import { discussionKind } from './document-kinds.js';
import type { DiscussionFile } from '../inputs/input-types.js';
import { listDocuments } from './list-documents.js';
import { readDocument } from './read-document.js';
import { readDocuments } from './read-documents.js';

/**
 * All discussion files below a folder, ours and the original's of any version, in the order of their paths' bytes. Only a
 * few are in memory at a time; annotations beside them are passed over. After the last good file the problems of all bad ones are thrown together.
 */
export async function* readDiscussions(
  dir: string,
  sums: SumCheck,
  { mayBeMissing = false } = {},
): AsyncGenerator<DiscussionFile> {
  const fileOfId = new Map<string, string>();
  const find = (file: string) => findDiscussion(file, sums);
  yield* readDocuments(await listDocuments(dir, { mayBeMissing }), find, (discussion) => {
    const id = discussionId(discussion);
    const earlier = fileOfId.get(id);
    if (earlier !== undefined) return duplicateId(discussion, earlier);
    fileOfId.set(id, discussion.file);
    return undefined;
  });
}

/** One discussion file. Throws every problem of it. */
export async function readDiscussion(file: string, sums: SumCheck): Promise<DiscussionFile> {
  const discussion = await findDiscussion(file, sums);
  if (discussion) return discussion;
  throw fail({
    code: 'SYNDISCO_DISCUSSION_INVALID',
    what: 'This file holds an annotation.',
    todo: 'Name the file of a discussion.',
    where: { file },
  });
}

async function findDiscussion(file: string, sums: SumCheck): Promise<DiscussionFile | undefined> {
  const discussion = await readDocument(file, discussionKind, sums);
  if (discussion?.origin === 'original') await requirePromptPerUser(discussion);
  return discussion;
}

/** The original's latest version keeps the id in the file's name. */
export function discussionId({ document, stem }: DiscussionFile): string {
  return document.id ?? stem;
}

/** A prompt too few or too many would give everybody after it somebody else's persona. */
async function requirePromptPerUser({
  file,
  document,
}: Extract<DiscussionFile, { origin: 'original' }>): Promise<void> {
  const { users, user_prompts: prompts } = document;
  if (!users || !prompts || users.length === prompts.length) return;
  const problem = await describeAt(file, ['user_prompts'], {
    code: 'SYNDISCO_DISCUSSION_INVALID',
    what: `There are ${users.length} users and ${prompts.length} user_prompts.`,
    todo: 'Give every user one prompt, in the same order.',
  });
  throw new SyndiscoError([problem]);
}

function duplicateId(discussion: DiscussionFile, earlier: string): Promise<Problem> {
  return describeAt(discussion.file, ['id'], {
    code: 'SYNDISCO_DISCUSSION_DUPLICATE_ID',
    what: `${earlier} is discussion ${JSON.stringify(discussionId(discussion))} already.`,
    todo: 'Remove the copy; if they are different discussions, give one another id (without an id: another file name).',
  });
}
