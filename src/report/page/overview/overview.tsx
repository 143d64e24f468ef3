import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ReportOverview } from '../../report-data.js';
import { Agreement, hasAgreement } from './agreement.js';
import { Balance } from './balance.js';
import { Cost } from './cost.js';
import { Flow } from './flow.js';
import { hasLabelTurns, LabelTurns } from './label-turns.js';
import { hasMentions, Mentions } from './mentions.js';
import { Notes } from './notes.js';
import { hasOpinions, Opinions } from './opinions.js';
import { Prompts } from './prompts.js';
import { Rates } from './rates.js';
import { hasReference, Reference } from './reference.js';
import { Results } from './results.js';
import { Section } from './section.js';
import { Summary } from './summary.js';

interface SectionOfPage {
  id: string;
  title: string;
  Body: (props: { overview: ReportOverview }) => VNode | null;
  /** Always there if absent. */
  isThere?: (overview: ReportOverview) => boolean;
}

/** In the order of reading. */
const sections: readonly SectionOfPage[] = [
  { id: 'flow', title: 'Planned and made', Body: Flow },
  { id: 'balance', title: 'Design and balance', Body: Balance },
  { id: 'rates', title: 'Turns by role', Body: Rates },
  { id: 'figures', title: 'Results', Body: Results },
  { id: 'turns', title: 'Labels over turns', Body: LabelTurns, isThere: hasLabelTurns },
  { id: 'opinions', title: 'Opinions over time', Body: Opinions, isThere: hasOpinions },
  { id: 'agreement', title: 'Agreement of coders', Body: Agreement, isThere: hasAgreement },
  { id: 'reference', title: 'Against the reference', Body: Reference, isThere: hasReference },
  { id: 'mentions', title: 'Who addresses whom', Body: Mentions, isThere: hasMentions },
  { id: 'prompts', title: 'Prompts', Body: Prompts },
  { id: 'cost', title: 'Cost and time', Body: Cost },
  { id: 'notes', title: 'Notes on the data', Body: Notes },
];

export function Overview({ overview, section }: { overview: ReportOverview; section: string }): VNode {
  useEffect(() => {
    const target = section === '' ? undefined : document.getElementById(section);
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    target?.focus({ preventScroll: true });
  }, [section]);
  const shown = sections.filter(({ isThere }) => isThere?.(overview) ?? true);
  return (
    <article class="overview">
      <Summary overview={overview} />
      <nav class="contents" aria-label="Sections">
        {shown.map(({ id, title }) => (
          <a key={id} href={`#/${id}`}>
            {title}
          </a>
        ))}
      </nav>
      {shown.map(({ id, title, Body }) => (
        <Section key={id} id={id} title={title}>
          <Body overview={overview} />
        </Section>
      ))}
    </article>
  );
}
