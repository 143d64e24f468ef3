import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ReportOverview } from '../../report-data.js';
import { Balance } from './balance.js';
import { Figures } from './figures.js';
import { Flow } from './flow.js';
import { Notes } from './notes.js';
import { Rates } from './rates.js';
import { Summary } from './summary.js';
import { Tokens } from './tokens.js';

export function Overview({ overview, section }: { overview: ReportOverview; section: string }): VNode {
  useEffect(() => {
    const target = section === '' ? undefined : document.getElementById(section);
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    target?.focus({ preventScroll: true });
  }, [section]);
  return (
    <article class="overview">
      <Summary overview={overview} />
      <nav class="contents" aria-label="Sections">
        <a href="#/flow">Planned and made</a>
        <a href="#/rates">Turns by role</a>
        <a href="#/figures">Figures</a>
        <a href="#/balance">Design and balance</a>
        <a href="#/tokens">Tokens and time</a>
        <a href="#/notes">Notes on the data</a>
      </nav>
      <Flow overview={overview} />
      <Rates overview={overview} />
      <Figures overview={overview} />
      <Balance overview={overview} />
      <Tokens overview={overview} />
      <Notes overview={overview} />
    </article>
  );
}
