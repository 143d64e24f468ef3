import { useEffect, useState } from 'preact/hooks';
import type { PageDiscussion } from '../../report-data.js';
import { openTranscript } from '../page-data.js';
import { asksForComments, matchesIn, mayMatch, type Query } from './query.js';

/** The discussions that have what is asked for and, where comments were asked for, the turns that match. */
export interface Matches {
  found: readonly { discussion: PageDiscussion; turns: readonly number[] }[];
  /** False while transcripts are being read. */
  isDone: boolean;
}

/** So that typing is not held up. */
const waitMs = 120;

export function useMatches(discussions: readonly PageDiscussion[], query: Query): Matches {
  const listed = discussions.filter((discussion) => mayMatch(query, discussion));
  const everything = { found: listed.map((discussion) => ({ discussion, turns: [] })), isDone: true };
  const [searched, setSearched] = useState<{ query: Query; found: Matches['found'] }>();
  useEffect(() => {
    if (!asksForComments(query)) return;
    let isStale = false;
    const timer = setTimeout(() => {
      void search(listed, query).then((found) => {
        if (!isStale) setSearched({ query, found });
      });
    }, waitMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [discussions, query]);
  if (!asksForComments(query)) return everything;
  return { found: searched?.found ?? [], isDone: searched?.query === query };
}

/** Reads everything: a plain scan of 50,000 comments takes a few milliseconds once they are in memory. */
async function search(discussions: readonly PageDiscussion[], query: Query): Promise<Matches['found']> {
  const opened = await Promise.all(discussions.map(openTranscript));
  return discussions.flatMap((discussion, index) => {
    const read = opened[index];
    const turns = read ? matchesIn(read.transcript, query) : [];
    return turns.length > 0 ? [{ discussion, turns }] : [];
  });
}
