import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { PageDiscussion, ReportOverview } from '../../report-data.js';
import type { Route } from '../route.js';
import { Filters } from './filters.js';
import { noQuery } from './query.js';
import { Reading } from './reading.js';
import { Results } from './results.js';
import { useMatches } from './use-matches.js';

interface TranscriptsProps {
  overview: ReportOverview;
  discussions: readonly PageDiscussion[];
  route: Extract<Route, { view: 'transcripts' }>;
}

/** Find a discussion on the left, read it on the right; on a phone one after the other. */
export function Transcripts({ overview, discussions, route }: TranscriptsProps): VNode {
  const [query, setQuery] = useState(noQuery);
  const matches = useMatches(discussions, query);
  const byId = useMemo(() => new Map(discussions.map((discussion) => [discussion.id, discussion])), [discussions]);
  const open = byId.get(route.id ?? '');
  const beside = byId.get(route.beside ?? '');
  const turns = new Map(matches.found.map(({ discussion, turns }) => [discussion.id, turns]));
  return (
    <div class={`transcripts ${open ? 'is-open' : ''} ${beside ? 'is-double' : ''}`}>
      <h1 class="unseen">Transcripts</h1>
      <div class="finder">
        <Filters overview={overview} query={query} change={setQuery} />
        <Results matches={matches} query={query} open={open} />
      </div>
      {open ? (
        <Reading
          overview={overview}
          discussions={discussions}
          open={{ discussion: open, turn: route.turn, turns: turns.get(open.id) ?? [] }}
          beside={beside && { discussion: beside, turn: undefined, turns: turns.get(beside.id) ?? [] }}
          query={query}
        />
      ) : (
        <p class="hint">Choose a discussion to read it.</p>
      )}
    </div>
  );
}
