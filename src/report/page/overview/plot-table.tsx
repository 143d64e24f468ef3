import type { VNode } from 'preact';
import type { FigureRow } from '../../figure-data.js';
import { withUnit } from '../format-number.js';
import { axisOf, type Axis } from './axis.js';

interface PlotTableProps<Row extends FigureRow> {
  title: string;
  rowHeading: string;
  /** What the estimate is called. */
  estimate?: string;
  rows: readonly Row[];
  /** Of shares, which are shown times 100: per cent, or percentage points. */
  unit: string | undefined;
  /** Further columns of numbers. */
  columns: readonly { title: string; cell: (row: Row) => string }[];
}

/** A table in which a plot of the estimates stands beside their names: everything in the plot is also a number. */
export function PlotTable<Row extends FigureRow>(props: PlotTableProps<Row>): VNode {
  const { title, rowHeading, estimate = 'Mean', rows, unit, columns } = props;
  const axis = axisOf(rows);
  const hasIntervals = rows.some(({ low }) => low !== undefined);
  const show = (value: number): string => withUnit(value, unit);
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
              <Ticks axis={axis} unit={unit} />
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
              {hasIntervals && <td class="number">{describeInterval(row, unit)}</td>}
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

function Ticks({ axis, unit }: { axis: Axis; unit: string | undefined }): VNode {
  const factor = unit === undefined ? 1 : 100;
  const places = Math.max(0, -Math.floor(Math.log10(axis.step * factor) + 1e-9));
  const show = (tick: number): string =>
    tick === 0 ? '0' : (tick * factor).toFixed(places).replace('-', '−') + (unit === '\u202f%' ? unit : '');
  return (
    <div class="strip">
      {axis.ticks.map((tick) => (
        <span
          key={tick}
          class={Math.round(tick / axis.step) % 2 === 0 ? 'label' : 'label minor'}
          style={{ left: axis.place(tick) }}
        >
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

/** The unit stands once, at the end. */
function describeInterval({ low, high }: FigureRow, unit: string | undefined): string {
  if (low === undefined || high === undefined) return '–';
  return `${withUnit(low, unit && '')} to ${withUnit(high, unit)}`;
}
