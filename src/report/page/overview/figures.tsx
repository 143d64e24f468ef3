import type { VNode } from 'preact';
import type { Figure, FigureRow, ReportOverview } from '../../report-data.js';
import { decimal, whole } from '../format-number.js';
import { axisOf, type Axis } from './axis.js';
import { Section } from './section.js';

export function Figures({ overview: { figures } }: { overview: ReportOverview }): VNode {
  return (
    <Section id="figures" title="Figures">
      {figures.length === 0 && <p>There are no generated comments to count.</p>}
      {figures.map((figure) => (
        <FigureTable key={figure.id} figure={figure} />
      ))}
    </Section>
  );
}

/** A table in which a plot of the estimates stands beside their names: everything in the plot is also a number. */
function FigureTable({ figure }: { figure: Figure }): VNode {
  const { id, title, unit, note, of, rows, scale } = figure;
  const axis = axisOf(rows);
  const hasIntervals = rows.some(({ low }) => low !== undefined);
  const show = (value: number): string =>
    value === 0 ? '0' : scale === 'share' ? `${decimal(100 * value)}\u202f%` : decimal(value);
  return (
    <figure id={`figures/${id}`} tabIndex={-1}>
      <figcaption>
        <h3>
          {title} <span class="unit">{unit}</span>
        </h3>
        {note !== undefined && <p>{note}</p>}
      </figcaption>
      <div class="scroll" role="region" aria-label={title} tabIndex={0}>
        <table class="figure">
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <td class="plot" aria-hidden="true">
                <Ticks axis={axis} isShare={scale === 'share'} />
              </td>
              <th scope="col" class="number">
                Estimate
              </th>
              {hasIntervals && (
                <th scope="col" class="number">
                  Interval
                </th>
              )}
              <th scope="col" class="number">
                {capital(of)}
              </th>
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
                <td class="number">{whole(row.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
