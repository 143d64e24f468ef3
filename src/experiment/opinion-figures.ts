import type { OpinionCurve, ProbeCurves } from '../analysis/probes/opinion-curves.js';
import type { ProbeConfig } from '../config/experiment-config.js';
import type { OpinionFigure, OpinionRow } from '../report/figure-data.js';

/** What participants answered over time as figures of the report page, in the words and the order of the config. */
export function opinionFigures(
  probes: readonly ProbeCurves[],
  { asked = [], conditions }: { asked: readonly ProbeConfig[] | undefined; conditions: readonly string[] },
): OpinionFigure[] {
  const placeOf = ({ probe }: ProbeCurves): number => asked.findIndex(({ name }) => name === probe);
  const inOrder = probes.toSorted((one, other) => placeOf(one) - placeOf(other));
  return inOrder.map(({ probe, scale, curves }, index) => {
    const config = asked.find(({ name }) => name === probe);
    return {
      id: `opinions-${index + 1}`,
      title: `Probe: ${probe}`,
      unit: unitOf(scale, config),
      ...(config && { note: config.question }),
      scale: scale === 'share' ? 'share' : 'number',
      rows: rowsOf(curves, conditions),
    };
  });
}

function unitOf(scale: ProbeCurves['scale'], config: ProbeConfig | undefined): string {
  const answer = config?.answer;
  if (scale === 'share') return 'answers that are true ÷ answers';
  if (scale === 'number') return `mean answer${rangeOf(answer)}`;
  if (answer?.type !== 'ordered') return 'mean rank of answers';
  const { length, 0: lowest = '', [length - 1]: highest = '' } = answer.values;
  return `mean rank of answers, 1 (${lowest}) to ${length} (${highest})`;
}

function rangeOf(answer: ProbeConfig['answer'] | undefined): string {
  if (answer?.type !== 'integer' && answer?.type !== 'number') return '';
  const { minimum, maximum } = answer;
  return minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`;
}

function rowsOf(curves: readonly OpinionCurve[], conditions: readonly string[]): OpinionRow[] {
  const answered = new Set(curves.map(({ condition }) => condition));
  return conditions
    .filter((condition) => answered.has(condition))
    .map((condition) => ({
      condition,
      arms: curves
        .filter((curve) => curve.condition === condition)
        .map(({ arm, points }) => ({
          arm,
          points: points.map(({ mean, ...at }) => ({ ...at, mean: Number(mean.toPrecision(4)) })),
        })),
    }));
}
