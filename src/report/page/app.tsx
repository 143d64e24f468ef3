import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PageDiscussion, ReportOverview } from '../report-data.js';
import { Overview } from './overview/overview.js';
import { useRoute } from './route.js';
import { Transcripts } from './transcripts/transcripts.js';

interface AppProps {
  overview: ReportOverview;
  discussions: readonly PageDiscussion[];
}

export function App({ overview, discussions }: AppProps): VNode {
  const ids = useMemo(() => new Set(discussions.map(({ id }) => id)), [discussions]);
  const route = useRoute(ids);
  const current = (view: string) => (route.view === view ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <>
      <header class="top">
        <p class="name">
          <bdi>{overview.experiment}</bdi>
        </p>
        <nav aria-label="Views">
          <a href="#/" {...current('overview')}>
            Overview
          </a>
          <a href="#/transcripts" {...current('transcripts')}>
            Transcripts
          </a>
        </nav>
      </header>
      <main>
        {route.view === 'overview' ? (
          <Overview overview={overview} section={route.section} />
        ) : (
          <Transcripts overview={overview} discussions={discussions} route={route} />
        )}
      </main>
    </>
  );
}
