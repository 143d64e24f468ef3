import type { PopulationRange, PopulationSection } from '../../generated/config.js';
import type { Partially } from '../../source/validate-document.js';
import type { ConfigReading } from '../config-reading.js';
import type { DiscussionsConfig } from '../experiment-config.js';
import type { AllowedValues, PopulationConfig } from '../population-config.js';

const section = ['discussions', 'population'];

/** Empty if the section says nothing. */
export function resolvePopulation(
  reading: ConfigReading,
  given: Partially<PopulationSection> | undefined,
): Pick<DiscussionsConfig, 'population'> {
  if (!given || Object.keys(given).length === 0) return {};
  const { columns, where = {}, size, weight, quota = {} } = given;
  const population: PopulationConfig = {
    ...(columns && { columns: new Map(definedEntries(columns)) }),
    where: new Map(definedEntries(where).map(([column, allowed]) => [column, allowedValues(allowed)])),
    ...(size !== undefined && { size }),
    ...(weight !== undefined && { weight }),
    quota: new Map(definedEntries(quota).map(([column, shares]) => [column, new Map(definedEntries(shares))])),
  };
  for (const key of ['weight', 'quota'] as const) if (given[key] !== undefined) requireSize(reading, key, size);
  for (const [column, allowed] of population.where) checkRange(reading, column, allowed);
  return { population };
}

/** What the schema rejected has been removed. */
function definedEntries<Value>(values: Readonly<Record<string, Value | undefined>>): [string, Value][] {
  return Object.entries(values).flatMap(([key, value]): [string, Value][] =>
    value === undefined ? [] : [[key, value]],
  );
}

type Allowed = string | number | boolean | readonly (string | number | boolean)[] | Partially<PopulationRange>;

function allowedValues(allowed: Allowed): AllowedValues {
  if (typeof allowed !== 'object') return { values: [String(allowed)] };
  if ('length' in allowed) return { values: allowed.map(String) };
  return { from: allowed.from ?? -Infinity, to: allowed.to ?? Infinity };
}

function requireSize(reading: ConfigReading, key: 'weight' | 'quota', size: number | undefined): void {
  if (size !== undefined || reading.document.has([...section, 'size'])) return;
  const what = `${key} says how personas are drawn, but without size all of them take part.`;
  reading.reportContradiction([...section, key], what, `Add size, the number of personas to draw, or remove ${key}.`);
}

function checkRange(reading: ConfigReading, column: string, allowed: AllowedValues): void {
  if (!('from' in allowed) || allowed.from <= allowed.to) return;
  const what = `The range from ${allowed.from} to ${allowed.to} has no numbers.`;
  reading.reportContradiction([...section, 'where', column], what, 'Write the smaller number as from.');
}
