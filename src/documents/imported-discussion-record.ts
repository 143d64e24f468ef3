import type { ImportedDiscussion } from '../generated/imported-discussion.js';
import { everyone } from './everyone.js';
import { traitsOf } from './original/parse-prompt.js';
import type { ActorRecord, DiscussionRecord } from './records.js';

/** Converts a discussion that was imported from a table. Its comments are all people's; nothing moderates it. */
export function importedDiscussionRecord({
  id,
  condition,
  created_at: at,
  users,
  logs,
}: ImportedDiscussion): DiscussionRecord {
  const actors = new Map(users.map((name) => [name, speaker(name)]));
  const comments = logs.map((comment, turn) => ({
    turn,
    actor: actors.get(comment.name) ?? speaker(comment.name),
    text: comment.text,
    ...(comment.text === '' && { missing: 'no_text' as const }),
    rawText: comment.raw_text ?? comment.text,
    model: comment.model,
    isOpening: false,
    source: {
      id: comment.id,
      line: comment.line,
      replyTo: comment.reply_to ?? null,
      writtenAt: comment.created_at ?? null,
      carried: traitsOf(comment.carried),
    },
  }));
  return {
    ...{ id, condition, timestamp: at, createdAt: at, historyLength: null, replicate: null },
    participants: users,
    actors: everyone([...actors.values()], comments),
    comments,
  };
}

function speaker(name: string): ActorRecord {
  return { name, role: 'participant', isModerator: false, prompt: '', traits: new Map() };
}
