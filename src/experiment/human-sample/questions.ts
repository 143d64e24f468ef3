import type { Metric } from '../../metrics/metric.js';
import { metricTypeOf } from '../../metrics/registry.js';

/** A metric as people are asked it. */
export interface Question {
  name: string;
  type: Metric['type'];
  text: string;
  /** Empty where any answer of the type may be given. */
  levels: readonly Level[];
  cannotJudge: boolean;
  minimum?: number;
  maximum?: number;
}

interface Level {
  /** As it is written in files. */
  value: string;
  /** With its name, if it has one: `1 = not toxic`. */
  title: string;
}

export function questionOf(metric: Metric): Question {
  const { name, type, cannotJudge, question } = metric;
  const { values } = metricTypeOf(metric).answers(metric, '');
  const names = metric.type === 'integer' ? (metric.levels ?? {}) : {};
  return {
    ...{ name, type, cannotJudge, text: question ?? name },
    levels: values.map((value) => {
      const named = names[String(value)];
      return { value: String(value), title: named === undefined ? String(value) : `${String(value)} = ${named}` };
    }),
    ...(metric.type === 'number' && boundsOf(metric)),
  };
}

function boundsOf({ minimum, maximum }: { minimum?: number; maximum?: number }): Pick<Question, 'minimum' | 'maximum'> {
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

/** What may be written, in a few words. */
export function answersTo({ type, levels, minimum, maximum }: Question): string {
  if (levels.length > mostNamed) return `${levels[0]?.title ?? ''} to ${levels.at(-1)?.title ?? ''}`;
  if (levels.length > 0) return levels.map(({ title }) => title).join(' / ');
  if (type === 'number') {
    if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`;
    return 'a number';
  }
  return type === 'span' ? 'words of the comment' : 'your words';
}

/** More levels make no column title to read. */
const mostNamed = 12;
