import type { VNode } from 'preact';
import type { TurnFigure } from '../../figure-data.js';
import type { ReportOverview } from '../../report-data.js';
import { percentSign, whole, withUnit } from '../format-number.js';
import { axisOver } from './axis.js';
import { conditionNames, type ConditionNames } from './condition-names.js';
import { DataTable } from './data-table.js';
import { Opened } from './opened.js';
import { TurnPlot } from './turn-plot.js';

/** More panels are folded. */
const mostPanels = 12;

export function hasLabelTurns({ labelsOverTurns }: ReportOverview): boolean {
  return labelsOverTurns.length > 0;
}

/** Small multiples: a panel for each condition, all panels of a metric on one scale. */
export function LabelTurns({ overview }: { overview: ReportOverview }): VNode {
  const names = conditionNames(overview);
  return (
    <>
      <p>
        The mean label of all comments at a turn, seed opinions and the moderator included. Turns count from 0, the
        first comment. Later turns can have fewer labels: see the numbers.
      </p>
      {overview.labelsOverTurns.map((figure) => (
        <figure key={figure.id} id={`turns/${figure.id}`} tabIndex={-1}>
          <figcaption>
            <h3>
              <bdi>{`${figure.title} over turns`}</bdi> <span class="unit">{figure.unit}</span>
            </h3>
          </figcaption>
          {figure.rows.length > mostPanels ? (
            <Opened title={`${whole(figure.rows.length)} conditions`}>
              {() => <Panels figure={figure} names={names} />}
            </Opened>
          ) : (
            <Panels figure={figure} names={names} />
          )}
          <Opened title="The same as numbers">{() => <Numbers figure={figure} names={names} />}</Opened>
        </figure>
      ))}
    </>
  );
}

interface FigureProps {
  figure: TurnFigure;
  names: ConditionNames;
}

function Panels({ figure: { title, turns, rows, scale }, names }: FigureProps): VNode {
  const axis = axisOver(rows.flatMap(({ means }) => means.filter((mean) => mean !== null)));
  return (
    <div class="panels">
      {rows.map(({ condition, means }) => (
        <div key={condition} class="panel">
          <p class="name">
            <bdi>{names.of(condition)}</bdi>
          </p>
          <TurnPlot
            title={`${title}, ${names.of(condition)}`}
            ends={[turns[0] ?? 0, turns.at(-1) ?? 0]}
            series={[{ look: 'line', points: turns.map((turn, index) => ({ turn, mean: means[index] ?? null })) }]}
            axis={axis}
            unit={scale === 'share' ? percentSign : undefined}
          />
        </div>
      ))}
    </div>
  );
}

function Numbers({ figure: { title, turns, rows, scale }, names }: FigureProps): VNode {
  const unit = scale === 'share' ? percentSign : undefined;
  return (
    <DataTable
      caption={`${title} by turn: mean, and the number of labels`}
      rows={turns.map((turn, index) => ({ turn, index }))}
      columns={[
        { title: 'Turn', kind: 'number', cell: ({ turn }) => turn },
        ...rows.map(({ condition, means, n }) => ({
          title: names.of(condition),
          kind: 'number' as const,
          cell: ({ index }: { index: number }) => {
            const mean = means[index] ?? null;
            return mean === null ? '–' : `${withUnit(mean, unit)} (${whole(n[index] ?? 0)})`;
          },
        })),
      ]}
    />
  );
}
