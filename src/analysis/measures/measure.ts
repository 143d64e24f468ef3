import type { CommentRecord, DiscussionRecord } from '../../documents/records.js';
import type { TokenRule } from '../rouge-l.js';

/** How a measure is called and read, in tables and on the page. */
export interface MeasureWords {
  /** As in JSON. */
  name: string;
  /** `Silent turns`. */
  title: string;
  /** Of the values: `words per comment`; for a share, what it is a share of: `of turns`. */
  unit: string;
  /** How it is computed in one discussion, with its denominator. */
  note: string;
  /** `share`: between 0 and 1, shown in per cent on the page. */
  scale: 'number' | 'share';
}

/** A figure of one discussion, which is the unit of every comparison. */
export interface Measure extends MeasureWords {
  /** It counts turns, so that leaving comments out changes it by itself. */
  countsTurns?: true;
  /** Undefined where the discussion has nothing to measure. */
  of: (discussion: DiscussionRecord, options: MeasureOptions) => number | undefined;
}

export interface MeasureOptions {
  /** What diversity compares: participants' generated comments, or all, as older figures did. */
  diversityComments: 'participants' | 'all';
  diversityTokens: TokenRule;
}

export const usualOptions: MeasureOptions = { diversityComments: 'participants', diversityTokens: 'latin' };

/** The generated turns of participants: neither seed opinions nor the moderator's, silent and missing ones included. */
export function participantTurns({ comments }: DiscussionRecord): CommentRecord[] {
  return comments.filter(({ actor, isOpening }) => !actor.isModerator && !isOpening);
}

/** Of those, the comments that were spoken. */
export function participantComments(discussion: DiscussionRecord): CommentRecord[] {
  return participantTurns(discussion).filter(({ text }) => text !== '');
}

/** Undefined if the whole is 0. */
export function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
