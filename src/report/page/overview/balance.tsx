import type { VNode } from 'preact';
import type { PlanFacts, ReportOverview } from '../../report-data.js';
import { whole } from '../format-number.js';
import { DataTable } from './data-table.js';
import { TextTable } from './text-table.js';

export function Balance({ overview }: { overview: ReportOverview }): VNode {
  const { plan, topics, conditions, tables } = overview;
  const manipulation = tables.find(({ name }) => name === 'manipulation');
  return (
    <>
      <p>Counted in the finished discussions, not in the plan.</p>
      {plan && <Factors plan={plan} />}
      {manipulation && <TextTable table={manipulation} />}
      {topics.length > 0 && (
        <DataTable
          caption="Topics"
          rows={topics}
          columns={[
            { title: 'Topic', kind: 'words', cell: ({ topic }) => <bdi>{topic}</bdi> },
            { title: 'Discussions', kind: 'number', cell: ({ discussions }) => whole(sum(discussions)) },
            { title: 'Fewest in a condition', kind: 'number', cell: ({ discussions }) => Math.min(...discussions) },
            { title: 'Most in a condition', kind: 'number', cell: ({ discussions }) => Math.max(...discussions) },
          ]}
        />
      )}
      <DataTable
        caption="How often each persona took part"
        rows={conditions}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'Personas of the study', kind: 'number', cell: ({ seats }) => seats.personas },
          { title: 'Fewest seats', kind: 'number', cell: ({ seats }) => seats.least },
          { title: 'Most seats', kind: 'number', cell: ({ seats }) => seats.most },
        ]}
      />
    </>
  );
}

function Factors({ plan: { conditions } }: { plan: PlanFacts }): VNode | null {
  const names = [...new Set(conditions.flatMap(({ factors }) => Object.keys(factors)))];
  if (names.length === 0) return null;
  return (
    <dl class="factors">
      {names.map((name) => (
        <div key={name}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <bdi>{[...new Set(conditions.flatMap(({ factors }) => factors[name] ?? []))].join(', ')}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
