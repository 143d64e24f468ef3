import type { VNode } from 'preact';
import type { ConditionSummary, ModelUse, PlannedPace, ReportOverview } from '../../report-data.js';
import { dateTime, decimal, whole } from '../format-number.js';
import { DataTable } from './data-table.js';

export function Cost({ overview }: { overview: ReportOverview }): VNode {
  const { conditions, plan, models } = overview;
  const planned = new Map(plan?.conditions.map(({ condition, discussions }) => [condition, discussions.planned]));
  const isKnown = models.some(({ completionTokens }) => completionTokens !== null);
  return (
    <>
      <p>
        {isKnown
          ? 'Tokens of the discussions, without those of annotations and of tries that gave no comment.'
          : 'The files do not say how many tokens they took.'}{' '}
        {plan && isKnown && 'When complete: as many for every planned discussion as for the finished ones.'} Times are
        those at which discussions were finished; pauses of the run are in between.
      </p>
      {models.length > 0 && <Models models={models} paces={plan?.paces ?? []} />}
      <DataTable
        caption="Tokens and time by condition"
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
    </>
  );
}

/** What each model took, beside what the trial before the run had promised. */
function Models({ models, paces }: { models: readonly ModelUse[]; paces: readonly PlannedPace[] }): VNode {
  const paceOf = new Map(paces.map((pace) => [pace.model, pace]));
  const expected = (title: string, of: (pace: PlannedPace, use: ModelUse) => string) => ({
    title,
    kind: 'number' as const,
    cell: (use: ModelUse) => {
      const pace = paceOf.get(use.model);
      return pace ? of(pace, use) : '–';
    },
  });
  const mean = (tokens: number | null, turns: number): string => (tokens === null ? '–' : decimal(tokens / turns));
  return (
    <>
      <DataTable
        caption={paces.length > 0 ? 'Models in discussions: estimate and truth' : 'Models in discussions'}
        rows={models}
        columns={[
          { title: 'Model', kind: 'words', cell: ({ model }) => <bdi>{model}</bdi> },
          { title: 'Turns', kind: 'number', cell: ({ turns }) => whole(turns) },
          { title: 'Prompt tokens a turn', kind: 'number', cell: (use) => mean(use.promptTokens, use.turns) },
          ...(paces.length > 0
            ? [expected('Estimated prompt tokens a turn', (pace) => decimal(pace.promptTokens))]
            : []),
          { title: 'Completion tokens a turn', kind: 'number', cell: (use) => mean(use.completionTokens, use.turns) },
          ...(paces.length > 0
            ? [
                expected('Estimated completion tokens a turn', (pace) => decimal(pace.completionTokens)),
                expected('Estimated hours', ({ secondsEach }, { turns }) => decimal((secondsEach * turns) / 3600)),
                expected('Measured on', ({ host }) => host),
              ]
            : []),
        ]}
      />
      {paces.length === 0 && (
        <p>No estimate was recorded: syndisco plan --calibrate measures the models before a run.</p>
      )}
    </>
  );
}

function orDash(value: number | null): string {
  return value === null ? '–' : whole(value);
}

function whenComplete({ completionTokens, discussions }: ConditionSummary, planned: number | undefined): number | null {
  if (completionTokens === null || discussions === 0 || planned === undefined) return null;
  return (completionTokens / discussions) * planned;
}
