import { discussionFigures, type DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { usualOptions } from '../../src/analysis/measures/measure.js';
import type { CommentRecord, DiscussionRecord } from '../../src/documents/records.js';

interface Spoken {
  by: string;
  text: string;
  isOpening?: boolean;
  finishReason?: string;
  dropped?: number;
  failedTries?: number;
}

/** A discussion of anna, ben and cleo; `moderator` speaks for the moderator. */
export function discussionOf(spoken: readonly Spoken[], changes: Partial<DiscussionRecord> = {}): DiscussionRecord {
  const comments = spoken.map(commentOf);
  return {
    id: 'town-hall-0001',
    timestamp: '26-02-14-16-20',
    createdAt: '2026-02-14T16:20:00.000Z',
    historyLength: 3,
    condition: 'town-hall',
    replicate: 1,
    participants: ['anna', 'ben', 'cleo'],
    roles: ['participant', 'troll', 'participant'],
    actors: comments.map(({ actor }) => actor),
    comments,
    ...changes,
  };
}

/** The figures of a discussion in which anna makes one comment of so many words. */
export function wordsOf(count: number, changes: Partial<DiscussionRecord>): DiscussionFigures {
  const discussion = discussionOf([{ by: 'anna', text: 'bus '.repeat(count).trim() }], changes);
  return discussionFigures(discussion, [], { ...usualOptions, categories: new Map() }).figures;
}

function commentOf(spoken: Spoken, turn: number): CommentRecord {
  const { by, text, isOpening = false, finishReason = 'stop', dropped = 0, failedTries = 0 } = spoken;
  const isModerator = by === 'moderator';
  const role = isModerator ? 'moderator' : 'participant';
  const generation = {
    finishReason,
    promptTokens: 100,
    completionTokens: 20,
    droppedComments: dropped,
    seed: 1,
    failedTries: new Array<'no_text'>(failedTries).fill('no_text'),
  };
  return {
    turn,
    actor: { name: by, role, isModerator, prompt: '', traits: new Map() },
    text,
    rawText: text,
    model: isOpening ? 'hardcoded' : 'demo',
    isOpening,
    ...(!isOpening && { generation }),
  };
}
