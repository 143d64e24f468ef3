import type { CommentRecord, DiscussionRecord } from '../documents/records.js';

/** What a design became in one discussion, as counts that can be added up. */
export interface RealisedDesign {
  participants: number;
  /** Participant turns that the document has. */
  turns: number;
  /** Participant turns with two different speakers before them, and those in which the second-to-last one answers. */
  replyTurns: number;
  replies: number;
  /** Seats by role; empty if the file does not say who was seated. */
  seats: ReadonlyMap<string, number>;
  /** Moderator turns, and those that were not silent. */
  moderatorOffered: number;
  moderatorUsed: number;
  /** Participant turns whose number of earlier comments is known, and those in which some did not fit into the prompt. */
  promptTurns: number;
  cutTurns: number;
}

export function realisedDesign(discussion: DiscussionRecord): RealisedDesign {
  const { comments, participants, roles = [] } = discussion;
  const moderator = comments.filter(({ actor, isOpening }) => actor.isModerator && !isOpening);
  const prompts = comments.filter(
    ({ actor, generation }) => !actor.isModerator && (generation?.droppedComments ?? null) !== null,
  );
  const seats = new Map<string, number>();
  for (const role of roles) seats.set(role, (seats.get(role) ?? 0) + 1);
  return {
    participants: participants.length,
    turns: comments.filter(({ actor, isOpening }) => !actor.isModerator && !isOpening).length,
    ...countReplies(comments, new Set(participants)),
    seats,
    moderatorOffered: moderator.length,
    moderatorUsed: moderator.filter(({ text }) => text !== '').length,
    promptTurns: prompts.length,
    cutTurns: prompts.filter(({ generation }) => (generation?.droppedComments ?? 0) > 0).length,
  };
}

/** Turn managers see participants only, silent turns and the authors of seed opinions included. */
function countReplies(
  comments: readonly CommentRecord[],
  participants: ReadonlySet<string>,
): Pick<RealisedDesign, 'replies' | 'replyTurns'> {
  const spoken = comments.filter(({ actor }) => !actor.isModerator && participants.has(actor.name));
  let [replies, replyTurns] = [0, 0];
  spoken.forEach(({ actor, isOpening }, index) => {
    const [last, secondToLast] = [spoken[index - 1]?.actor.name, spoken[index - 2]?.actor.name];
    if (isOpening || secondToLast === undefined || secondToLast === last) return;
    replyTurns += 1;
    if (actor.name === secondToLast) replies += 1;
  });
  return { replies, replyTurns };
}
