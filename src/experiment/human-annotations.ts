import type { LabelSource } from '../analysis/agreement/collect-labels.js';
import { legalAnswer } from '../metrics/legal-answer.js';
import { labelMetric, metricTypeOf } from '../metrics/registry.js';
import { scaleOf, type LabelValue, type Scale } from '../analysis/agreement/scale.js';
import type { AnnotationEntry, MetricRecord } from '../documents/records.js';
import type { Problem } from '../errors.js';
import type { HumanLabel } from '../inputs/human-labels/human-label.js';
import type { Metric } from '../metrics/metric.js';
import { plainForm } from '../plain-form.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';

/** What R, Python and spreadsheets write for a missing value, unless the metric has a level of this name. */
const missing = /^(na|n\/a|nan|null|none)$/i;

/** The labels of people in one discussion, by turn, as annotations of the metrics of an annotation set. */
export function humanAnnotations(
  byTurn: readonly (readonly HumanLabel[])[],
  { set, metrics }: { set: string; metrics: ReadonlyMap<string, MetricRecord> },
): { sources: LabelSource[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const answers = new Map<string, Map<number, AnnotationEntry>>();
  byTurn.forEach((labels, turn) => {
    for (const label of labels) {
      const metric = metrics.get(label.metric);
      const scale = metric && scaleOf(metric);
      if (!scale) continue;
      const value = valueIn(label.value, metric) ?? levelNamed(label.value, metric.metric);
      if (value !== undefined) addTo(answers, label, { turn, value });
      else if (!missing.test(label.value)) problems.push(badValue(label, scale, metric));
    }
  });
  const sources = Array.from(answers, ([annotator, own]): LabelSource => ({
    annotation: {
      annotator,
      annotatorId: null,
      model: '',
      prompt: '',
      set,
      repeat: 1,
      form: plainForm,
      metrics,
      isHuman: true,
    },
    answers: own,
  }));
  return { sources, problems };
}

function addTo(
  answers: Map<string, Map<number, AnnotationEntry>>,
  { coder, metric }: HumanLabel,
  { turn, value }: { turn: number; value: LabelValue },
): void {
  const own = answers.get(coder) ?? new Map<number, AnnotationEntry>();
  answers.set(coder, own);
  const labels = new Map(own.get(turn)?.labels).set(metric, { status: 'ok', value });
  own.set(turn, { turn, text: null, answer: '', labels });
}

/** As a person writes it: `3`, `3.0`, `0,5`, `TRUE` or `1`, `3 = rude`, or a category in any case and form of umlauts. */
function valueIn(text: string, { metric }: MetricRecord): LabelValue | undefined {
  const own = labelMetric(metric, '');
  const number = numberIn(text);
  const values = own.values.filter((value) => value !== null);
  const isSame = (value: LabelValue, form: (text: string) => string): boolean => form(String(value)) === form(text);
  const found =
    values.find((value) => isSame(value, (one) => one.normalize())) ??
    values.find((value) => typeof value !== 'string' && number === Number(value)) ??
    values.find((value) => isSame(value, (one) => one.normalize().toLowerCase())) ??
    values.find((value) => text.startsWith(`${String(value)} = `)) ??
    legalAnswer(own, number);
  return found ?? undefined;
}

/** With a decimal point or a decimal comma. */
function numberIn(text: string): number | undefined {
  const written = text.replace(/^([-+]?\d+),(\d+)$/, '$1.$2');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(written) ? Number(written) : undefined;
}

/** A level by its name, in any case. */
function levelNamed(text: string, metric: Metric): LabelValue | undefined {
  if (metric.type !== 'integer') return undefined;
  const found = Object.entries(metric.levels ?? {}).find(([, name]) => name.toLowerCase() === text.toLowerCase());
  return found && Number(found[0]);
}

function badValue({ metric, value, where }: HumanLabel, { values }: Scale, asked: MetricRecord): Problem {
  const known = values?.map(String) ?? [];
  const meant = suggest(value, known);
  const shown = known.length > 12 ? `${known[0] ?? ''} to ${known.at(-1) ?? ''}` : known.join(', ');
  return {
    code: 'SYNDISCO_HUMANS_INVALID',
    what: `${showValue(value)} is no label of ${metric}.`,
    todo: values
      ? `${isFromSpreadsheet(value, known) ? 'A spreadsheet took it for a date: format the column as text, then write the label again. ' : ''}${meant ? `Is "${meant}" meant? ` : ''}Its labels are ${shown}; leave the cell empty if there is none.`
      : `Write ${metricTypeOf(asked.metric).describe(asked.metric)}, or leave the cell empty.`,
    where,
  };
}

/** Labels such as `1-5` or `3/4` become dates (`01. May`, `5-Jan`) in cells that are not formatted as text. */
function isFromSpreadsheet(value: string, known: readonly string[]): boolean {
  return known.some((label) => /^\d{1,2}[-/.]\d{1,2}$/.test(label)) && /\d/.test(value) && /[-/. ]/.test(value);
}
