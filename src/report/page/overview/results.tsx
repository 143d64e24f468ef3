import type { VNode } from 'preact';
import type { ContrastRow, Figure, FigureRow, ReportOverview } from '../../report-data.js';
import { decimal, whole } from '../format-number.js';
import { conditionNames, type ConditionNames } from './condition-names.js';
import { PlotTable } from './plot-table.js';

/** Longer tables are folded: what they say stands in one line. */
const mostRows = 12;

export function Results({ overview }: { overview: ReportOverview }): VNode {
  const { figures, readingNotes } = overview;
  const names = conditionNames(overview);
  if (figures.length === 0) return <p>There are no generated comments to measure.</p>;
  return (
    <>
      <p>Each value is a mean over discussions; the line is its 95 % interval.</p>
      <ul class="reading-notes">
        {readingNotes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {figures.map((figure) => (
        <OneFigure key={figure.id} figure={figure} names={names} />
      ))}
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
      <Folded rows={rows} noun="conditions" figure={figure}>
        <PlotTable
          title={`${title} by condition`}
          rowHeading={names.heading}
          rows={rows.map((row) => ({ ...row, label: names.of(row.label) }))}
          isShare={figure.scale === 'share'}
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
    <Folded rows={rows} noun={noun} figure={figure} isFolded={!isDeclared}>
      <PlotTable
        title={`${figure.title}: ${noun}`}
        rowHeading={isDeclared ? 'Declared contrast' : 'Exploratory contrast'}
        estimate="Difference"
        rows={rows}
        isShare={figure.scale === 'share'}
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
  figure: Figure;
  isFolded?: boolean;
  children: VNode;
}

function Folded({ rows, noun, figure, isFolded = rows.length > mostRows, children }: FoldedProps): VNode {
  if (!isFolded) return children;
  const values = rows.flatMap(({ estimate }) => estimate ?? []);
  const show = (value: number): string =>
    figure.scale === 'share' ? `${decimal(100 * value)}\u202f%` : decimal(value);
  const range = values.length === 0 ? '' : `: ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  return (
    <details>
      <summary>{`${whole(rows.length)} ${rows.length === 1 ? noun.replace(/s$/, '') : noun}${range}`}</summary>
      {children}
    </details>
  );
}
