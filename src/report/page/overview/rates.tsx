import type { VNode } from 'preact';
import type { ReportOverview, RoleRates } from '../../report-data.js';
import { decimal, percent, whole } from '../format-number.js';
import { DataTable } from './data-table.js';

export function Rates({ overview: { rates } }: { overview: ReportOverview }): VNode {
  return (
    <>
      <p>
        Generated turns of all discussions together, so that long discussions count more than in the results below; seed
        opinions are left out. Missing: turns for which no comment came. Silent: the actor chose to say nothing; a share
        of the turns that are not missing. Truncated: the comment reached its maximum length; a share of the comments.
        Flagged: a detector found a fault in the reply, such as a copied sentence. Repaired: something that is no
        comment was taken out of it. Retried: an earlier try gave no comment. All three are shares of the turns.
      </p>
      <DataTable
        caption="Rates by condition and role"
        rows={rates}
        groupOf={({ condition }) => condition}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'Role', kind: 'words', cell: ({ role }) => <bdi>{role}</bdi> },
          { title: 'Turns', kind: 'number', cell: ({ turns }) => whole(turns) },
          { title: 'Missing', kind: 'number', cell: ({ missing, turns }) => percent(missing, turns) },
          { title: 'Silent', kind: 'number', cell: ({ silent, turns, missing }) => percent(silent, turns - missing) },
          {
            title: 'Truncated',
            kind: 'number',
            cell: ({ truncated, spokenWithReason }) => percent(truncated, spokenWithReason),
          },
          { title: 'Flagged', kind: 'number', cell: ({ flagged, inspected }) => percent(flagged, inspected) },
          { title: 'Repaired', kind: 'number', cell: ({ repaired, withReason }) => percent(repaired, withReason) },
          { title: 'Retried', kind: 'number', cell: ({ retried, withReason }) => percent(retried, withReason) },
          { title: 'Words per comment', kind: 'number', cell: wordsPerComment },
        ]}
      />
    </>
  );
}

function wordsPerComment({ words, spoken }: RoleRates): string {
  return spoken === 0 ? '–' : decimal(words / spoken);
}
