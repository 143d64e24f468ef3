import type { VNode } from 'preact';
import type { ReportOverview, RoleRates } from '../../report-data.js';
import { decimal, percent, whole } from '../format-number.js';
import { DataTable } from './data-table.js';
import { Section } from './section.js';

export function Rates({ overview: { rates } }: { overview: ReportOverview }): VNode {
  return (
    <Section id="rates" title="Turns by role">
      <p>
        Shares of generated turns; seed opinions are left out. Silent: the actor chose to say nothing. Missing: no
        comment came, which is not silence. Truncated: the reply reached its maximum length. Repaired: what the actor
        did not say as a comment was taken out. Retried: an earlier try gave no comment.
      </p>
      <DataTable
        caption="Rates by condition and role"
        rows={rates}
        groupOf={({ condition }) => condition}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'Role', kind: 'words', cell: ({ role }) => <bdi>{role}</bdi> },
          { title: 'Turns', kind: 'number', cell: ({ turns }) => whole(turns) },
          { title: 'Silent', kind: 'number', cell: ({ silent, turns }) => percent(silent, turns) },
          { title: 'Missing', kind: 'number', cell: ({ missing, turns }) => percent(missing, turns) },
          { title: 'Truncated', kind: 'number', cell: ({ truncated, withReason }) => percent(truncated, withReason) },
          { title: 'Repaired', kind: 'number', cell: ({ repaired, withReason }) => percent(repaired, withReason) },
          { title: 'Retried', kind: 'number', cell: ({ retried, withReason }) => percent(retried, withReason) },
          { title: 'Words per comment', kind: 'number', cell: wordsPerComment },
        ]}
      />
    </Section>
  );
}

function wordsPerComment({ words, turns, silent, missing }: RoleRates): string {
  const spoken = turns - silent - missing;
  return spoken === 0 ? '–' : decimal(words / spoken);
}
