import type { Flag, PageDiscussion, Transcript } from '../../report-data.js';

/** What the reader asks for; empty texts ask for nothing. */
export interface Query {
  text: string;
  condition: string;
  topic: string;
  role: string;
  flag: Flag | '';
}

export const noQuery: Query = { text: '', condition: '', topic: '', role: '', flag: '' };

/** Whether transcripts must be read to answer it. */
export function asksForComments({ text, role, flag }: Query): boolean {
  return text.trim() !== '' || role !== '' || flag !== '';
}

/** Whether the list alone can tell that a discussion has nothing to show. */
export function mayMatch({ condition, topic, flag }: Query, discussion: PageDiscussion): boolean {
  if (condition !== '' && discussion.condition !== condition) return false;
  if (topic !== '' && discussion.topic !== topic) return false;
  return flag === '' || (discussion.flags[flag] ?? 0) > 0;
}

/** The turns that match all that is asked of a comment. */
export function matchesIn({ comments, actors }: Transcript, query: Query): number[] {
  const pattern = patternOf(query.text);
  return comments.flatMap(({ actor, text, flags = [] }, turn) => {
    if (query.role !== '' && actors[actor]?.role !== query.role) return [];
    if (query.flag !== '' && !flags.includes(query.flag)) return [];
    return !pattern || text.search(pattern) >= 0 || (actors[actor]?.name.search(pattern) ?? -1) >= 0 ? [turn] : [];
  });
}

/** Finds a text in any case; undefined if there is none to find. */
export function patternOf(text: string): RegExp | undefined {
  const wanted = text.trim();
  return wanted === '' ? undefined : new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}
