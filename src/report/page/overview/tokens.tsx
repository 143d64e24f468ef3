import type { VNode } from 'preact';
import type { ConditionSummary, ReportOverview } from '../../report-data.js';
import { dateTime, whole } from '../format-number.js';
import { DataTable } from './data-table.js';
import { Section } from './section.js';

export function Tokens({ overview: { conditions, plan } }: { overview: ReportOverview }): VNode {
  const planned = new Map(plan?.conditions.map(({ condition, discussions }) => [condition, discussions.planned]));
  const isKnown = conditions.some(({ completionTokens }) => completionTokens !== null);
  return (
    <Section id="tokens" title="Tokens and time">
      <p>
        {isKnown
          ? 'Tokens of the discussions, without those of annotations and of tries that gave no comment. When complete: as many for every planned discussion as for the finished ones.'
          : 'The files do not say how many tokens they took.'}
      </p>
      <DataTable
        caption="By condition"
        rows={conditions}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'Prompt tokens', kind: 'number', cell: ({ promptTokens }) => orDash(promptTokens) },
          { title: 'Completion tokens', kind: 'number', cell: ({ completionTokens }) => orDash(completionTokens) },
          ...(plan
            ? [
                {
                  title: 'Completion tokens when complete',
                  kind: 'number' as const,
                  cell: (row: ConditionSummary) => orDash(whenComplete(row, planned.get(row.condition))),
                },
              ]
            : []),
          { title: 'First finished', kind: 'number', cell: ({ first }) => dateTime(first) },
          { title: 'Last finished', kind: 'number', cell: ({ last }) => dateTime(last) },
        ]}
      />
    </Section>
  );
}

function orDash(value: number | null): string {
  return value === null ? '–' : whole(value);
}

function whenComplete({ completionTokens, discussions }: ConditionSummary, planned: number | undefined): number | null {
  if (completionTokens === null || discussions === 0 || planned === undefined) return null;
  return (completionTokens / discussions) * planned;
}
