import type { VNode } from 'preact';
import type { JobCounts, PlanFacts, PlannedCondition, ReportOverview } from '../../report-data.js';
import { whole } from '../format-number.js';
import { DataTable } from './data-table.js';

export function Flow({ overview }: { overview: ReportOverview }): VNode {
  const { plan, conditions } = overview;
  return (
    <>
      {plan ? (
        <PlannedFlow plan={plan} />
      ) : (
        <>
          <p>There is no plan in the run directory, so nothing can be said about what is missing.</p>
          <DataTable
            caption="Discussions by condition"
            rows={conditions}
            columns={[
              { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
              { title: 'Discussions', kind: 'number', cell: ({ discussions }) => whole(discussions) },
              { title: 'Comments', kind: 'number', cell: ({ comments }) => whole(comments) },
            ]}
          />
        </>
      )}
    </>
  );
}

function PlannedFlow({ plan: { conditions, failures } }: { plan: PlanFacts }): VNode {
  const hasAnnotations = conditions.some(({ annotations }) => annotations.planned > 0);
  const hasWithdrawn = conditions.some(({ discussions }) => discussions.withdrawn > 0);
  return (
    <>
      <DataTable
        caption="Discussions by condition"
        rows={conditions}
        columns={[
          { title: 'Condition', kind: 'words', cell: ({ condition }) => <bdi>{condition}</bdi> },
          { title: 'Planned', kind: 'number', cell: ({ discussions }) => whole(discussions.planned) },
          { title: 'Made', kind: 'number', cell: ({ discussions }) => whole(discussions.done) },
          ...(hasWithdrawn
            ? [
                {
                  title: 'Withdrawn',
                  kind: 'number' as const,
                  cell: ({ discussions }: PlannedCondition) => whole(discussions.withdrawn),
                },
              ]
            : []),
          { title: 'Failed', kind: 'number', cell: ({ discussions }) => whole(discussions.failed) },
          { title: 'Begun', kind: 'number', cell: ({ discussions }) => whole(discussions.begun) },
          { title: 'Not begun', kind: 'number', cell: ({ discussions }) => whole(notBegun(discussions)) },
          ...(hasAnnotations
            ? [
                {
                  title: 'Annotations made',
                  kind: 'number' as const,
                  cell: ({ annotations }: PlannedCondition) =>
                    `${whole(annotations.done)} of ${whole(annotations.planned)}`,
                },
              ]
            : []),
        ]}
      />
      {failures.length > 0 && (
        <DataTable
          caption="Why jobs failed"
          rows={failures}
          columns={[
            { title: 'Reason', kind: 'words', cell: ({ reason }) => <bdi class="reason">{reason}</bdi> },
            { title: 'Jobs', kind: 'number', cell: ({ count }) => whole(count) },
            { title: 'For example', kind: 'words', cell: ({ jobs }) => jobs.join(', ') },
          ]}
        />
      )}
    </>
  );
}

/** Documents of another plan count here too: this plan's are still to be made. */
function notBegun({ planned, done, begun, failed, withdrawn }: JobCounts): number {
  return planned - done - begun - failed - withdrawn;
}
