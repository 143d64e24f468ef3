import type { MetricSection } from '../../generated/config.js';
import type { Metric, MetricKey } from '../../metrics/metric.js';
import { metricTypeOf, readMetric } from '../../metrics/registry.js';
import type { Path } from '../../source/positioned-document.js';
import { showValue } from '../../source/show-value.js';
import type { ConfigReading } from '../config-reading.js';
import type { AnnotationConfig } from '../experiment-config.js';

const section = ['annotation', 'metrics'];
const mostMetrics = 20;
const typeKeys: readonly MetricKey[] = ['minimum', 'maximum', 'levels', 'values', 'max_length'];

type Given = NonNullable<NonNullable<NonNullable<ConfigReading['given']['annotation']>['metrics']>[string]>;

/** Resolves the metrics as written; empty if there are none. */
export function resolveMetrics(reading: ConfigReading): Pick<AnnotationConfig, 'metrics'> {
  const given = Object.entries(reading.given.annotation?.metrics ?? {});
  if (given.length === 0) return {};
  if (given.length > mostMetrics) {
    const what = `annotation.metrics has ${given.length} metrics; the maximum is ${mostMetrics}.`;
    reading.reportContradiction(section, what, 'Move the others to a second config.');
  }
  checkColumns(
    reading,
    given.map(([name]) => name),
  );
  return {
    metrics: given.flatMap(([name, metric]) => {
      checkColumnName(reading, [...section, name], 'metric');
      return resolveMetric(reading, { name, at: [...section, name] }, metric ?? {});
    }),
  };
}

/** A metric, and where it stands in the config. */
interface Place {
  name: string;
  at: Path;
}

/**
 * The metric at a place; empty if a key is missing. One with parts that the schema rejected, and
 * that were removed, is skipped.
 */
export function resolveMetric(reading: ConfigReading, { name, at: path }: Place, given: Given): Metric[] {
  const { type } = given;
  if (type === undefined) return [];
  const { levels, ...rest } = given;
  const written = { ...rest, type, ...(levels && { levels: withoutRemoved(levels) }) };
  checkKeys(reading, path, written);
  const metric = readMetric(name, written);
  if (!metric) return [];
  if (!isComplete(reading, path, given)) return [metric];
  for (const flaw of metricTypeOf(metric).flaws?.(metric) ?? []) {
    const at = [...path, ...flaw.path];
    if (flaw.isWrongType) reportWrongType(reading, at, flaw);
    else reading.reportContradiction(at, flaw.what, flaw.todo);
  }
  return [metric];
}

/** Columns are named after metrics and probes. */
export function checkColumnName(reading: ConfigReading, at: Path, kind: 'metric' | 'probe'): void {
  const name = at.at(-1) ?? '';
  if (/^[a-z][a-z0-9_]{0,39}$/.test(name)) return;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `Invalid ${kind} name ${showValue(name)}: columns are named after it.`,
    todo: 'Use at most 40 lowercase letters, digits and underscores, starting with a letter.',
    path: at.join('.'),
    where: reading.document.whereKey(at),
  });
}

/** The probabilities of `a` are in the column `label_p_a`, and so would the label of `p_a` be. */
function checkColumns(reading: ConfigReading, names: readonly string[]): void {
  for (const name of names) {
    const other = names.find((one) => name === `p_${one}`);
    if (other === undefined) continue;
    const what = `The metrics ${name} and ${other} would share the column label_${name}: it contains the probabilities of ${other}.`;
    reading.reportContradiction([...section, name], what, 'Give one of them another name.');
  }
}

/** What the schema rejected is reported already. */
function withoutRemoved(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])));
}

/** Of the keys that not all types have: none that the type lacks, and all that it needs. */
function checkKeys(reading: ConfigReading, path: Path, written: MetricSection): void {
  const { keys } = metricTypeOf(written);
  for (const key of typeKeys) {
    const use = keys[key];
    const isGiven = reading.document.has([...path, key]);
    if (isGiven && use === undefined) {
      const article = /^[aeiou]/.test(written.type) ? 'An' : 'A';
      const what = `${article} ${written.type} metric has no ${key}.`;
      reading.reportContradiction([...path, key], what, 'Remove the key, or change the type.');
    }
    const isImplied = written.levels !== undefined && keys.levels !== undefined;
    if (typeof use === 'object' && !isGiven && !isImplied) reading.reportMissing([...path, key], use.needs);
  }
}

/** Whether the schema rejected no part of it: what is left would not be what was meant. */
function isComplete(reading: ConfigReading, path: Path, given: Given): boolean {
  const written = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    reading.document.value,
  );
  return JSON.stringify(written) === JSON.stringify(given);
}

function reportWrongType(reading: ConfigReading, path: Path, { what, todo }: { what: string; todo: string }): void {
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_WRONG_TYPE',
    what: `${path.at(-1) ?? ''}: ${what}.`,
    todo,
    path: path.join('.'),
    where: reading.document.whereValue(path),
  });
}
