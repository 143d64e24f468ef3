import type { SetKey } from './compatibility.js';
import type { ExperimentConfig } from './experiment-config.js';

/** A config, with the keys that `compatibility` has set in it. */
export interface Compatible {
  config: ExperimentConfig;
  set: readonly SetKey[];
}

/**
 * What `compatibility` has set, and what its sampling amounts to. In a matrix that is for its conditions, and what only
 * some of them have is followed by their names; annotations are the same for all.
 */
export function describeCompatibility(
  base: Compatible,
  conditions: readonly (Compatible & { name: string })[],
): string[] {
  const isForAll = ({ key }: SetKey): boolean => conditions.length === 0 || key.startsWith('annotation.');
  const namesOf = new Map<string, string[]>();
  for (const { name, config, set } of conditions) {
    for (const key of set.filter((one) => !isForAll(one))) {
      const item = describe(key, config);
      namesOf.set(item, [...(namesOf.get(item) ?? []), name]);
    }
  }
  const items = [
    ...Array.from(namesOf, ([item, names]) =>
      names.length === conditions.length ? item : `${item} in ${inShort(names)}`,
    ),
    ...base.set.filter(isForAll).map((key) => describe(key, base.config)),
  ];
  return items.length === 0 ? [] : [`compatibility: original sets ${items.join('; ')}`];
}

/** `discussions.turn_taking.history_format: wrapped`. */
function describe({ key, value }: SetKey, config: ExperimentConfig): string {
  const written = `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const values = Object.entries(samplingAt(key, config) ?? {}).map(
    ([name, one]) => `${inSnakeCase(name)} ${String(one)}`,
  );
  return values.length === 0 ? written : `${written} (${values.join(', ')})`;
}

function samplingAt(key: string, { model, models = {}, annotation }: ExperimentConfig): object | undefined {
  const [, section = '', name = ''] =
    /^(?:(model_parameters|annotation)|models\.(.+))\.sampling\.defaults$/.exec(key) ?? [];
  return name === '' ? { model_parameters: model, annotation }[section]?.sampling : models[name]?.sampling;
}

function inSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const mostNamed = 3;

function inShort(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const others = rest === 1 ? 'one more condition' : `${rest} more conditions`;
  return [...names.slice(0, mostNamed), ...(rest > 0 ? [others] : [])].join(', ');
}
