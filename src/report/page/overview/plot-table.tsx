import type { VNode } from 'preact';
import type { FigureRow } from '../../report-data.js';
import { decimal } from '../format-number.js';
import { axisOf, type Axis } from './axis.js';

interface PlotTableProps<Row extends FigureRow> {
  title: string;
  rowHeading: string;
  /** What the estimate is called. */
  estimate?: string;
  rows: readonly Row[];
  isShare: boolean;
  /** Further columns of numbers. */
  columns: readonly { title: string; cell: (row: Row) => string }[];
}

/** A table in which a plot of the estimates stands beside their names: everything in the plot is also a number. */
export function PlotTable<Row extends FigureRow>(props: PlotTableProps<Row>): VNode {
  const { title, rowHeading, estimate = 'Mean', rows, isShare, columns } = props;
  const axis = axisOf(rows);
  const hasIntervals = rows.some(({ low }) => low !== undefined);
  const show = (value: number): string =>
    value === 0 ? '0' : isShare ? `${decimal(100 * value)}\u202f%` : decimal(value);
  const heading = (text: string): VNode => (
    <th key={text} scope="col" class="number">
      {text}
    </th>
  );
  return (
    <div class="scroll" role="region" aria-label={title} tabIndex={0}>
      <table class="figure">
        <thead>
          <tr>
            <th scope="col">
              <bdi>{rowHeading}</bdi>
            </th>
            <td class="plot" aria-hidden="true">
              <Ticks axis={axis} isShare={isShare} />
            </td>
            {heading(estimate)}
            {hasIntervals && heading('95 % interval')}
            {columns.map((column) => heading(column.title))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">
                <bdi>{row.label}</bdi>
              </th>
              <td class="plot" aria-hidden="true">
                <Mark row={row} axis={axis} />
              </td>
              <td class="number">{row.estimate === null ? '–' : show(row.estimate)}</td>
              {hasIntervals && <td class="number">{describeInterval(row, show)}</td>}
              {columns.map((column) => (
                <td key={column.title} class="number">
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ticks({ axis, isShare }: { axis: Axis; isShare: boolean }): VNode {
  const [factor, unit] = isShare ? [100, '\u202f%'] : [1, ''];
  const places = Math.max(0, -Math.floor(Math.log10(axis.step * factor) + 1e-9));
  const show = (tick: number): string => (tick === 0 ? '0' : (tick * factor).toFixed(places).replace('-', '−') + unit);
  return (
    <div class="strip">
      {axis.ticks.map((tick) => (
        <span key={tick} class="label" style={{ left: axis.place(tick) }}>
          {show(tick)}
        </span>
      ))}
    </div>
  );
}

function Mark({ row: { estimate, low, high }, axis }: { row: FigureRow; axis: Axis }): VNode {
  return (
    <div class="strip">
      {axis.ticks.map((tick) => (
        <span key={tick} class={tick === 0 ? 'tick zero' : 'tick'} style={{ left: axis.place(tick) }} />
      ))}
      {low !== undefined && high !== undefined && (
        <span class="interval" style={{ left: axis.place(low), right: `calc(100% - ${axis.place(high)})` }} />
      )}
      {estimate !== null && <span class="dot" style={{ left: axis.place(estimate) }} />}
    </div>
  );
}

function describeInterval({ low, high }: FigureRow, show: (value: number) => string): string {
  return low === undefined || high === undefined ? '–' : `${show(low)} to ${show(high)}`;
}
