import type { ActorRecord, CommentRecord } from './records.js';

/** Those with a seat, then whoever spoke without one. */
export function everyone(
  seated: readonly ActorRecord[],
  comments: readonly Pick<CommentRecord, 'actor'>[],
): readonly ActorRecord[] {
  const known = new Map<string, ActorRecord>();
  for (const actor of [...seated, ...comments.map((comment) => comment.actor)]) {
    if (!known.has(actor.name)) known.set(actor.name, actor);
  }
  return [...known.values()];
}
