import type { LabelSource } from '../analysis/agreement/collect-labels.js';
import { scaleOf, type LabelValue, type Scale } from '../analysis/agreement/scale.js';
import { defaultSet } from '../default-set.js';
import type { AnnotationEntry, MetricRecord } from '../documents/records.js';
import type { Problem } from '../errors.js';
import type { HumanLabel } from '../inputs/read-human-labels.js';
import { plainForm } from '../plain-form.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';

/** The labels of people in one discussion, by turn, as annotations of the same metrics. */
export function humanAnnotations(
  byTurn: readonly (readonly HumanLabel[])[],
  metrics: ReadonlyMap<string, MetricRecord>,
): { sources: LabelSource[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const answers = new Map<string, Map<number, AnnotationEntry>>();
  byTurn.forEach((labels, turn) => {
    for (const label of labels) {
      const metric = metrics.get(label.metric);
      const scale = metric && scaleOf(metric);
      if (!scale) continue;
      const value = valueIn(label.value, scale);
      if (value === undefined) problems.push(badValue(label, scale));
      else addTo(answers, label, { turn, value });
    }
  });
  const sources = Array.from(answers, ([annotator, own]): LabelSource => ({
    annotation: {
      annotator,
      annotatorId: null,
      model: '',
      prompt: '',
      set: defaultSet,
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

/** As a person writes it: `3`, `3.0`, or a category in any case. */
function valueIn(text: string, { values }: Scale): LabelValue | undefined {
  const number = text === '' ? Number.NaN : Number(text);
  if (!values) return Number.isNaN(number) ? undefined : number;
  const lower = text.toLowerCase();
  return (
    values.find((value) => String(value) === text) ??
    values.find((value) => value === number) ??
    values.find((value) => String(value).toLowerCase() === lower)
  );
}

function badValue({ metric, value, where }: HumanLabel, { values }: Scale): Problem {
  const known = values?.map(String) ?? [];
  const meant = suggest(value, known);
  const shown = known.length > 12 ? `${known[0] ?? ''} to ${known.at(-1) ?? ''}` : known.join(', ');
  return {
    code: 'SYNDISCO_HUMANS_INVALID',
    what: `${showValue(value)} is no label of ${metric}.`,
    todo: values
      ? `${meant ? `Is "${meant}" meant? ` : ''}Its labels are ${shown}; leave the cell empty if there is none.`
      : 'Write a number, or leave the cell empty.',
    where,
  };
}
