import type { MetricOf } from '../metric.js';
import type { Flaw, MetricType } from '../metric-type.js';

const mostLevels = 200;

/** Whole numbers from `minimum` to `maximum`, which are the lowest and the highest of `levels` where they are missing. */
export const integer: MetricType<MetricOf<'integer'>> = {
  keys: {
    minimum: { needs: 'Add the lowest level, such as minimum: 1.' },
    maximum: { needs: 'Add the highest level, such as maximum: 5.' },
    levels: 'optional',
  },
  column: 'integer',
  level: 'ordinal',
  read(written, { name, ...asked }) {
    const { levels } = written;
    const named = Object.keys(levels ?? {})
      .map(Number)
      .filter(Number.isInteger);
    const { minimum = lowest(named), maximum = highest(named) } = written;
    if (minimum === undefined || maximum === undefined) return undefined;
    return { name, type: 'integer', minimum, maximum, ...(levels && { levels }), ...asked };
  },
  flaws: (metric) => [...boundFlaws(metric), ...levelFlaws(metric)],
  describe: ({ minimum, maximum }) => `a whole number from ${minimum} to ${maximum}`,
  explain: ({ levels = {} }) =>
    byLevel(levels)
      .map(([level, name]) => `${level} = ${name}`)
      .join(', '),
  answers: ({ minimum, maximum }) => ({ values: levelsBetween(minimum, maximum) }),
  rank: (_, value) => Number(value),
  reverse(metric) {
    const { minimum, maximum, levels = {} } = metric;
    const turned = (level: number): number => minimum + maximum - level;
    const renamed = byLevel(levels).map(([level, name]) => [turned(level), name] as const);
    return {
      metric: { ...metric, levels: Object.fromEntries(renamed) },
      toOwn: (value) => (typeof value === 'number' ? turned(value) : value),
    };
  },
};

type Scale = MetricOf<'integer'>;

function lowest(levels: readonly number[]): number | undefined {
  return levels.length > 0 ? Math.min(...levels) : undefined;
}

function highest(levels: readonly number[]): number | undefined {
  return levels.length > 0 ? Math.max(...levels) : undefined;
}

function byLevel(levels: Readonly<Record<string, string>>): (readonly [level: number, name: string])[] {
  const named = Object.entries(levels).map(([level, name]) => [Number(level), name] as const);
  return named.sort(([one], [other]) => one - other);
}

function levelsBetween(minimum: number, maximum: number): number[] {
  return Array.from({ length: maximum - minimum + 1 }, (_, step) => minimum + step);
}

function boundFlaws(metric: Scale): Flaw[] {
  const wrong = (['minimum', 'maximum'] as const).filter((key) => !Number.isInteger(metric[key]));
  if (wrong.length > 0) return wrong.map((key) => notWhole([key], String(metric[key])));
  const { name, minimum, maximum } = metric;
  const count = maximum - minimum + 1;
  if (count >= 2 && count <= mostLevels) return [];
  const range = `${name} ranges from ${minimum} to ${maximum}`;
  const what =
    minimum > maximum
      ? `${range}: the bounds are reversed.`
      : `${range}: ${count === 1 ? '1 level' : `${count} levels`}.`;
  const todo = minimum > maximum ? 'Swap minimum and maximum.' : `Use 2 to ${mostLevels} levels.`;
  return [{ path: ['maximum'], what, todo }];
}

function levelFlaws({ name, minimum, maximum, levels = {} }: Scale): Flaw[] {
  const named = Object.entries(levels);
  return named.flatMap(([level, word], index): Flaw[] => {
    const path = ['levels', level];
    if (!/^(0|-?[1-9]\d*)$/.test(level)) return [notWhole(path, JSON.stringify(level))];
    const isInside = Number(level) >= minimum && Number(level) <= maximum;
    if (!isInside)
      return [{ path, what: `${name} has no level ${level}: it ranges from ${minimum} to ${maximum}.`, todo: 'Name a level that exists, or change the range.' }]; // prettier-ignore
    const isTwice = named.findIndex(([, other]) => other.normalize() === word.normalize()) < index;
    return isTwice
      ? [{ path, what: `Two levels are called ${JSON.stringify(word)}.`, todo: 'Give each its own name.' }]
      : [];
  });
}

function notWhole(path: readonly string[], found: string): Flaw {
  return { path, what: `expected a whole number, found ${found}`, todo: 'Use a whole number.', isWrongType: true };
}
