import type { AnnotationEntry, AnnotationRecord, DiscussionRecord, LabelRecord } from '../../documents/records.js';
import { askedNumbers, readPair } from '../../documents/free-text-labels.js';
import { coderKey, type LabelChoice } from '../labels.js';
import type { Coder, LabelColumn, LabelledDiscussion, LabelTable } from './label-table.js';
import { freeNumbers, scaleOf, type LabelValue, type Scale } from './scale.js';

export interface LabelSource {
  annotation: Pick<
    AnnotationRecord,
    'annotator' | 'annotatorId' | 'model' | 'set' | 'repeat' | 'metrics' | 'form' | 'prompt'
  > & { isHuman?: true };
  answers: ReadonlyMap<number, AnnotationEntry>;
}

/** Keeps the labels of the discussions that pass by, a few bytes each. */
export interface LabelCollection {
  add(discussion: DiscussionRecord, annotations: readonly LabelSource[]): void;
  /** By set and metric, in the order in which they were first seen. */
  tables(): LabelTable[];
}

export function collectLabels(choice: LabelChoice): LabelCollection {
  const open = new Map<string, OpenTable>();
  return {
    add(discussion, annotations) {
      const seen = new Map<string, number>();
      for (const source of annotations) {
        const repeat = source.annotation.repeat ?? nextOf(seen, coderKey(source.annotation));
        for (const [metric, scale] of metricsOf(source)) {
          const key = JSON.stringify([source.annotation.set, metric, scale]);
          const table = open.get(key) ?? openTable(source.annotation.set, metric, scale);
          open.set(key, table);
          table.add(discussion, { ...source, repeat, choice });
        }
      }
    },
    tables: () => Array.from(open.values(), (table) => table.close()),
  };
}

/** The original does not number repeats. */
function nextOf(seen: Map<string, number>, key: string): number {
  const next = (seen.get(key) ?? 0) + 1;
  seen.set(key, next);
  return next;
}

/** Of answers in free text, the numbers that the prompt asks for. */
function metricsOf({ annotation }: LabelSource): [metric: string, scale: Scale][] {
  if (annotation.metrics.size > 0)
    return [...annotation.metrics].flatMap(([name, metric]) => {
      const scale = scaleOf(metric);
      return scale ? [[name, scale]] : [];
    });
  return askedNumbers(annotation).map((name) => [name, freeNumbers]);
}

interface Answers extends LabelSource {
  repeat: number;
  choice: LabelChoice;
}

type OpenTable = ReturnType<typeof openTable>;
type OpenDiscussion = LabelledDiscussion & { columns: LabelColumn[] };

function openTable(set: string, metric: string, scale: Scale) {
  const [values, statuses] = [new Map<LabelValue, number>(), new Map<string, number>()];
  const coders = new Map<string, Coder>();
  const discussions = new Map<string, OpenDiscussion>();
  const codeOf = (entry: AnnotationEntry, { choice, annotation: { isHuman } }: Answers): number => {
    const { value, status } = labelIn(entry, { metric, scale, choice, isHuman: isHuman === true });
    return value === undefined ? -indexIn(statuses, status) : indexIn(values, value);
  };
  return {
    add({ id, condition, topic, replicate, comments }: DiscussionRecord, answers: Answers): void {
      const { annotation, repeat } = answers;
      const codes = new Int32Array(comments.length);
      for (const [turn, entry] of answers.answers) codes[turn] = codeOf(entry, answers);
      const { annotator, annotatorId, model, isHuman } = annotation;
      const key = `${isHuman ? 'human ' : ''}${coderKey(annotation)}`;
      const known = { key, annotator, id: annotatorId ?? annotator, model };
      if (!coders.has(key)) coders.set(key, { ...known, ...(isHuman && { isHuman }) });
      const coder = [...coders.keys()].indexOf(key);
      const discussion: OpenDiscussion = discussions.get(id) ?? { id, condition, topic, replicate, columns: [] };
      discussion.columns.push({ coder, form: annotation.form, repeat, codes });
      discussions.set(id, discussion);
    },
    close(): LabelTable {
      const hasLevels =
        scale.values !== undefined && [...values.keys()].every((value) => scale.values?.includes(value));
      const ordered = hasLevels
        ? (scale.values ?? [])
        : [...values.keys()].sort((one, other) => (one < other ? -1 : 1));
      const recoded = Array.from(values.keys(), (value) => ordered.indexOf(value) + 1);
      return {
        ...{ set, metric, scale, hasLevels },
        values: ordered,
        numbers: ordered.map((value, index) => (typeof value === 'number' ? value : index + 1)),
        statuses: [...statuses.keys()],
        coders: [...coders.values()],
        discussions: Array.from(discussions.values(), (discussion) => ({
          ...discussion,
          columns: discussion.columns.map((column) => ({
            ...column,
            codes: column.codes.map((code) => (code > 0 ? (recoded[code - 1] ?? 0) : code)),
          })),
        })),
      };
    },
  };
}

/** From 1. */
function indexIn<Key>(known: Map<Key, number>, key: Key): number {
  const index = known.get(key) ?? known.size + 1;
  known.set(key, index);
  return index;
}

/** The status of an answer in free text that has no number for a metric. */
const unparsed = 'invalid';

function labelIn(
  entry: AnnotationEntry,
  { metric, scale, choice, isHuman }: { metric: string; scale: Scale; choice: LabelChoice; isHuman: boolean },
): { value?: LabelValue; status: string } {
  if (entry.labels.size === 0) {
    const value = readPair(entry.answer, metric, 'number');
    return value === undefined ? { status: unparsed } : { value, status: 'ok' };
  }
  const label = entry.labels.get(metric);
  if (!label || label.value === null) return { status: label?.status ?? unparsed };
  if (choice === 'drawn' || scale.level === 'nominal') return { value: label.value, status: 'ok' };
  return isHuman ? { value: rankOf(label.value, scale), status: 'ok' } : expectedIn(label);
}

/** A person's label on the scale of expected values, which of ordered values are mean ranks, from 1. */
function rankOf(value: LabelValue, { values = [] }: Scale): LabelValue {
  return typeof value === 'string' ? values.indexOf(value) + 1 : value;
}

function expectedIn({ score }: LabelRecord): { value?: LabelValue; status: string } {
  const expected = score?.expected ?? null;
  return expected === null ? { status: 'unscored' } : { value: expected, status: 'ok' };
}
