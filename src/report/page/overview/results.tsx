import type { VNode } from 'preact';
import type { ContrastRow, Figure, FigureRow } from '../../figure-data.js';
import type { ReportOverview } from '../../report-data.js';
import { percentSign, whole, withUnit } from '../format-number.js';
import { conditionNames, type ConditionNames } from './condition-names.js';
import { PlotTable } from './plot-table.js';
import { TextTable } from './text-table.js';

/** A difference of shares is not a share. */
const points = '\u202fpp';

/** Longer tables are folded: what they say stands in one line. */
const mostRows = 12;

export function Results({ overview }: { overview: ReportOverview }): VNode {
  const { figures, readingNotes, tables } = overview;
  const labels = tables.find(({ name }) => name === 'labels');
  const names = conditionNames(overview);
  if (figures.length === 0) return <p>There are no generated comments to measure.</p>;
  return (
    <>
      <p>
        Each value is a mean over discussions, and the line its 95 % interval; n counts discussions or, for contrasts of
        a paired design, replicates. Differences of shares are in percentage points (pp).
      </p>
      <ul class="reading-notes">
        {readingNotes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {figures.map((figure) => (
        <OneFigure key={figure.id} figure={figure} names={names} />
      ))}
      {labels && <TextTable table={labels} />}
    </>
  );
}

function OneFigure({ figure, names }: { figure: Figure; names: ConditionNames }): VNode {
  const { id, title, unit, note, rows, contrasts } = figure;
  const [declared, exploratory] = [true, false].map((which) => contrasts.filter((row) => row.isDeclared === which));
  return (
    <figure id={`figures/${id}`} tabIndex={-1}>
      <figcaption>
        <h3>
          <bdi>{title}</bdi> <span class="unit">{unit}</span>
        </h3>
        {note !== undefined && <p>{note}</p>}
      </figcaption>
      <Folded rows={rows} noun="conditions" unit={figure.scale === 'share' ? percentSign : undefined}>
        <PlotTable
          title={`${title} by condition`}
          rowHeading={names.heading}
          rows={rows.map((row) => ({ ...row, label: names.of(row.label) }))}
          unit={figure.scale === 'share' ? percentSign : undefined}
          columns={[{ title: 'n', cell: ({ n }) => whole(n) }]}
        />
      </Folded>
      <Contrasts figure={figure} rows={declared ?? []} noun="declared contrasts" />
      <Contrasts figure={figure} rows={exploratory ?? []} noun="exploratory contrasts" />
    </figure>
  );
}

function Contrasts({
  figure,
  rows,
  noun,
}: {
  figure: Figure;
  rows: readonly ContrastRow[];
  noun: string;
}): VNode | null {
  if (rows.length === 0) return null;
  const isDeclared = rows.some((row) => row.isDeclared);
  return (
    <Folded rows={rows} noun={noun} unit={figure.scale === 'share' ? points : undefined} isFolded={!isDeclared}>
      <PlotTable
        title={`${figure.title}: ${noun}`}
        rowHeading={isDeclared ? 'Declared contrast' : 'Exploratory contrast'}
        estimate="Difference"
        rows={rows}
        unit={figure.scale === 'share' ? points : undefined}
        columns={[
          { title: 'Effect', cell: ({ effect }) => effect },
          ...(isDeclared ? [{ title: 'p adjusted', cell: ({ p }: ContrastRow) => p }] : []),
          { title: 'n', cell: ({ n }) => whole(n) },
        ]}
      />
    </Folded>
  );
}

interface FoldedProps {
  rows: readonly FigureRow[];
  noun: string;
  unit: string | undefined;
  isFolded?: boolean;
  children: VNode;
}

function Folded({ rows, noun, unit, isFolded = rows.length > mostRows, children }: FoldedProps): VNode {
  if (!isFolded) return children;
  const values = rows.flatMap(({ estimate }) => estimate ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => withUnit(value, unit));
  const range = values.length === 0 ? '' : `: ${least ?? ''}${least === most ? '' : ` to ${most ?? ''}`}`;
  return (
    <details>
      <summary>{`${whole(rows.length)} ${rows.length === 1 ? noun.replace(/s$/, '') : noun}${range}`}</summary>
      {children}
    </details>
  );
}
