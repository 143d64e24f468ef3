import { sha256 } from '../sha256.js';
import type { SumCheck } from '../document-sum.js';
import { isWithdrawn, type Withdrawals } from '../withdrawals.js';
import { discussionRecord } from './discussion-record.js';
import { readDiscussions } from './read-discussions.js';
import type { DiscussionRecord } from './records.js';

/** A finished discussion, keyed by its id. */
export interface FoundDiscussion {
  file: string;
  /** Including silent turns. */
  comments: number;
  condition: string;
  /** Null for files of the original. */
  replicate: number | null;
  /** Hash of all that an annotator can be shown: equal for files that differ only in their form or origin. */
  sha256: string;
  /** Left out on purpose: its annotations stay planned and are not made. */
  isWithdrawn: boolean;
}

type FindOptions = Parameters<typeof readDiscussions>[2] & { withdrawals: Withdrawals };

/** The finished discussions below a folder, ours and the original's, sorted by the bytes of their paths. */
export async function findDiscussions(
  dir: string,
  sums: SumCheck,
  { withdrawals, ...options }: FindOptions,
): Promise<ReadonlyMap<string, FoundDiscussion>> {
  const found = new Map<string, FoundDiscussion>();
  for await (const discussion of readDiscussions(dir, sums, options)) {
    const record = discussionRecord(discussion);
    const { id, comments, condition, replicate } = record;
    const sha256 = hashComments(record);
    const facts = { sha256, isWithdrawn: isWithdrawn(withdrawals, discussion.document) };
    found.set(id, { file: discussion.file, comments: comments.length, condition, replicate, ...facts });
  }
  return found;
}

function hashComments({ comments }: DiscussionRecord): string {
  return sha256(JSON.stringify(comments.map(({ actor, text }) => [actor.isModerator, actor.name, text])));
}
