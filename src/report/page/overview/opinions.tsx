import type { VNode } from 'preact';
import type { OpinionArm, OpinionFigure, OpinionRow } from '../../figure-data.js';
import type { ReportOverview } from '../../report-data.js';
import { percentSign, whole, withUnit } from '../format-number.js';
import { axisOver } from './axis.js';
import { conditionNames, type ConditionNames } from './condition-names.js';
import { DataTable } from './data-table.js';
import { Opened } from './opened.js';
import { SeriesMark, TurnPlot, type SeriesLook, type TurnWords } from './turn-plot.js';

/** More panels are folded. */
const mostPanels = 12;

/** In the order of drawing: what is asked lies over what it is compared with. */
const arms: readonly { arm: OpinionArm; name: string; look: SeriesLook }[] = [
  { arm: 'no_exposure', name: 'no exposure', look: 'dashed' },
  { arm: 'asked', name: 'asked', look: 'line' },
  { arm: 'retest', name: 'retest', look: 'crosses' },
];

const words: TurnWords = {
  tick: (turns, isFirst) => (turns === 0 ? 'before' : isFirst || turns === 1 ? inTurns(turns) : `${turns} turns`),
  at: (turns) => (turns === 0 ? 'before' : `after ${inTurns(turns)}`),
  none: 'no answers',
};

function inTurns(turns: number): string {
  return turns === 1 ? '1 turn' : `${turns} turns`;
}

export function hasOpinions({ opinionsOverTime }: ReportOverview): boolean {
  return opinionsOverTime.length > 0;
}

/** Small multiples: a panel for each condition, all panels of a probe on one scale. */
export function Opinions({ overview }: { overview: ReportOverview }): VNode {
  const names = conditionNames(overview);
  return (
    <>
      <p>
        The mean of what participants answered in private, over the turns that participants have had. Asked: having read
        the discussion so far. Retest: the same question again at once, with nothing read in between. No exposure: as if
        no comment had been read; before the first comment that is the answer itself. A change of the answers is due to
        the discussion only as far as both controls do not share it. Times can have different numbers of answers: see
        the numbers.
      </p>
      {overview.opinionsOverTime.map((figure) => (
        <figure key={figure.id} id={`opinions/${figure.id}`} tabIndex={-1}>
          <figcaption>
            <h3>
              <bdi>{figure.title}</bdi> <span class="unit">{figure.unit}</span>
            </h3>
            {figure.note !== undefined && (
              <p>
                <bdi>{figure.note}</bdi>
              </p>
            )}
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
  figure: OpinionFigure;
  names: ConditionNames;
}

function Panels({ figure: { title, rows, scale }, names }: FigureProps): VNode {
  const points = rows.flatMap((row) => row.arms.flatMap((one) => one.points));
  const turns = points.map((point) => point.turns);
  return (
    <>
      <Key rows={rows} />
      <div class="panels">
        {rows.map((row) => (
          <div key={row.condition} class="panel">
            <p class="name">
              <bdi>{names.of(row.condition)}</bdi>
            </p>
            <TurnPlot
              title={`${title}, ${names.of(row.condition)}`}
              ends={[Math.min(...turns), Math.max(...turns)]}
              series={arms.flatMap(({ arm, name, look }) => {
                const own = pointsOf(row, arm).map((point) => ({ turn: point.turns, mean: point.mean }));
                return own.length > 0 ? [{ name, look, points: own }] : [];
              })}
              axis={axisOver(points.map(({ mean }) => mean))}
              unit={scale === 'share' ? percentSign : undefined}
              words={words}
            />
          </div>
        ))}
      </div>
    </>
  );
}

function pointsOf({ arms: own }: OpinionRow, wanted: OpinionArm): OpinionRow['arms'][number]['points'] {
  return own.find(({ arm }) => arm === wanted)?.points ?? [];
}

/** What the marks stand for. */
function Key({ rows }: { rows: readonly OpinionRow[] }): VNode {
  return (
    <ul class="key">
      {armsIn(rows).map(({ arm, name, look }) => (
        <li key={arm}>
          <svg class="turn-plot" viewBox="0 0 28 12" aria-hidden="true">
            <g class={`series ${look}`}>
              {look !== 'crosses' && <path class="line" d="M1 6L27 6" />}
              <SeriesMark look={look} x={14} y={6} size={2.4} />
            </g>
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Those that were asked anywhere, as they are read: asked first. */
function armsIn(rows: readonly OpinionRow[]): (typeof arms)[number][] {
  const there = new Set(rows.flatMap((row) => row.arms.map(({ arm }) => arm)));
  return arms
    .filter(({ arm }) => there.has(arm))
    .sort((one, other) => Number(other.arm === 'asked') - Number(one.arm === 'asked'));
}

function Numbers({ figure: { title, rows, scale }, names }: FigureProps): VNode {
  const unit = scale === 'share' ? percentSign : undefined;
  const lines = rows.flatMap((row) => {
    const turns = new Set(row.arms.flatMap(({ points }) => points.map((point) => point.turns)));
    return [...turns].sort((one, other) => one - other).map((turn) => ({ row, turn }));
  });
  return (
    <DataTable
      caption={`${title} by turns so far: mean, and the number of answers`}
      rows={lines}
      groupOf={({ row }) => row.condition}
      columns={[
        { title: names.heading, kind: 'words', cell: ({ row }) => <bdi>{names.of(row.condition)}</bdi> },
        { title: 'Turns', kind: 'number', cell: ({ turn }) => (turn === 0 ? 'before' : whole(turn)) },
        ...armsIn(rows).map(({ arm, name }) => ({
          title: name.charAt(0).toUpperCase() + name.slice(1),
          kind: 'number' as const,
          cell: ({ row, turn }: (typeof lines)[number]) => {
            const point = pointsOf(row, arm).find(({ turns }) => turns === turn);
            return point ? `${withUnit(point.mean, unit)} (${whole(point.n)})` : '–';
          },
        })),
      ]}
    />
  );
}
