import type { MetricSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, MetricConfig } from '../experiment-config.js';
import type { Path } from '../../source/positioned-document.js';
import { showValue } from '../../source/show-value.js';

const section = ['annotation', 'metrics'];
const most = { metrics: 20, levels: 200, values: 200 };

type Given = Partial<MetricSection>;

/** Resolves the metrics as written; empty if there are none. */
export function resolveMetrics(reading: ConfigReading): Pick<AnnotationConfig, 'metrics'> {
  const given = Object.entries<Given | undefined>(reading.given.annotation?.metrics ?? {});
  if (given.length === 0) return {};
  if (given.length > most.metrics) {
    const what = `annotation.metrics has ${given.length} metrics; the maximum is ${most.metrics}.`;
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

/** A metric with parts that the schema rejected, and that were removed, is skipped. */
export function resolveMetric(reading: ConfigReading, place: Place, given: Given): MetricConfig[] {
  if (given.type === undefined) return [];
  return given.type === 'integer' ? resolveInteger(reading, place, given) : resolveCategory(reading, place, given);
}

function resolveInteger(reading: ConfigReading, { name, at }: Place, given: Given): MetricConfig[] {
  const { minimum, maximum, cannot_judge: cannotJudge = true } = given;
  refuseKey(reading, [...at, 'values'], 'An integer metric has no values: its levels are minimum to maximum.');
  expectKey(reading, [...at, 'minimum'], 'Add the lowest level, such as minimum: 1.');
  expectKey(reading, [...at, 'maximum'], 'Add the highest level, such as maximum: 5.');
  if (minimum === undefined || maximum === undefined) return [];
  checkLevels(reading, { name, at }, { minimum, maximum });
  return [{ name, type: 'integer', minimum, maximum, cannotJudge }];
}

function resolveCategory(reading: ConfigReading, { name, at }: Place, given: Given): MetricConfig[] {
  const { values, cannot_judge: cannotJudge = true } = given;
  for (const key of ['minimum', 'maximum']) refuseKey(reading, [...at, key], `A category metric has no ${key}.`);
  expectKey(reading, [...at, 'values'], 'Add the allowed answers, such as values: [calm, heated].');
  if (values === undefined) return [];
  checkValues(reading, { name, at }, values);
  return [{ name, type: 'category', values, cannotJudge }];
}

/** Columns are named after metrics. */
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

function refuseKey(reading: ConfigReading, at: Path, what: string): void {
  if (reading.document.has(at)) reading.reportContradiction(at, what, 'Remove the key, or change the type.');
}

function expectKey(reading: ConfigReading, at: Path, todo: string): void {
  if (!reading.document.has(at)) reading.reportMissing(at, todo);
}

function checkLevels(reading: ConfigReading, { name, at }: Place, range: { minimum: number; maximum: number }): void {
  const levels = range.maximum - range.minimum + 1;
  if (levels >= 2 && levels <= most.levels) return;
  const what = `${name} ranges from ${range.minimum} to ${range.maximum}: ${describeCount(levels)}.`;
  reading.reportContradiction([...at, 'maximum'], what, `Use 2 to ${most.levels} levels.`);
}

function describeCount(levels: number): string {
  return levels < 2 ? 'fewer than 2 levels' : `${levels} levels`;
}

function checkValues(reading: ConfigReading, place: Place, values: readonly string[]): void {
  const { name } = place;
  const at = [...place.at, 'values'];
  if (reading.document.has([...at, String(values.length)])) return; // an invalid value has been removed
  if (values.length < 2 || values.length > most.values) {
    const what = `${name} has ${values.length} ${values.length === 1 ? 'value' : 'values'}.`;
    reading.reportContradiction(at, what, `Give it 2 to ${most.values}.`);
  }
  for (const [index, value] of values.entries()) {
    if (values.findIndex((other) => other.normalize() === value.normalize()) === index) continue;
    reading.reportContradiction([...at, String(index)], `Duplicate value ${showValue(value)}.`, 'Remove one of them.');
  }
}
