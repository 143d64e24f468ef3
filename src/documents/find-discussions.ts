import type { SumCheck } from '../document-sum.js';
import { discussionId, readDiscussions } from './read-discussions.js';

/** A finished discussion, keyed by its id. */
export interface FoundDiscussion {
  file: string;
  /** Including silent turns. */
  comments: number;
}

/** The finished discussions below a folder, ours and the original's, sorted by the bytes of their paths. */
export async function findDiscussions(
  dir: string,
  sums: SumCheck,
  { mayBeMissing = false } = {},
): Promise<ReadonlyMap<string, FoundDiscussion>> {
  const found = new Map<string, FoundDiscussion>();
  for await (const discussion of readDiscussions(dir, sums, { mayBeMissing })) {
    found.set(discussionId(discussion), { file: discussion.file, comments: discussion.document.logs.length });
  }
  return found;
}
