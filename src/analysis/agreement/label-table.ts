import { plainForm } from '../../plain-form.js';
import type { DiscussionRecord } from '../../documents/records.js';
import type { LabelValue, Scale } from './scale.js';
import type { LabelRow } from './statistic.js';

/** All labels of one metric in one annotation set, as codes: small, since there may be millions. */
export interface LabelTable {
  set: string;
  metric: string;
  scale: Scale;
  /** Code n is the n-th value: of the declared levels or, if a label has another value, of those that occur. */
  values: readonly LabelValue[];
  /** The values as numbers: their positions if they are texts. */
  numbers: readonly number[];
  /** Whether all labels are on declared levels. Means, such as expected values, are not. */
  hasLevels: boolean;
  /** Code −n is the n-th status of an answer without a value. */
  statuses: readonly string[];
  coders: readonly Coder[];
  discussions: readonly LabelledDiscussion[];
}

/** An annotator with a model, or a person. */
export interface Coder {
  key: string;
  annotator: string;
  /** Unique where names are not. */
  id: string;
  /** Empty for people. */
  model: string;
  isHuman?: true;
}

export interface LabelledDiscussion extends Pick<DiscussionRecord, 'id' | 'condition' | 'replicate'> {
  topic: string | undefined;
  columns: readonly LabelColumn[];
}

/** What one coder said of a discussion's comments in one go. */
export interface LabelColumn {
  /** Index in the table's coders. */
  coder: number;
  /** How the question was put; null as the config has it. */
  form: string;
  /** From 1. */
  repeat: number;
  /** By turn. */
  codes: Int32Array;
}

/** A discussion's labels, comment by comment; rows without any answer are left out. */
export interface DiscussionRows extends Omit<LabelledDiscussion, 'columns'> {
  rows: readonly LabelRow[];
}

/** The panel: every coder once. Repeats and other forms of a question are never extra coders. */
export function panelRows({ coders, discussions }: LabelTable): DiscussionRows[] {
  return rowsOf(discussions, (columns) => coders.map((_, coder) => firstColumn(columns, coder)));
}

/** Rows of the columns that `choose` takes of each discussion, in its order. */
export function rowsOf(
  discussions: readonly LabelledDiscussion[],
  choose: (columns: readonly LabelColumn[]) => readonly (LabelColumn | undefined)[],
): DiscussionRows[] {
  return discussions.map(({ columns, ...discussion }) => {
    const chosen = choose(columns);
    const turns = Math.max(0, ...chosen.map((column) => column?.codes.length ?? 0));
    const rows: LabelRow[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const row = Int32Array.from(chosen, (column) => column?.codes[turn] ?? 0);
      if (row.some((code) => code !== 0)) rows.push(row);
    }
    return { ...discussion, rows };
  });
}

/** The coder's first answer to the question as the config has it. */
export function firstColumn(columns: readonly LabelColumn[], coder: number): LabelColumn | undefined {
  const own = columns.filter((column) => column.coder === coder && column.form === plainForm);
  return own.toSorted((one, other) => one.repeat - other.repeat)[0];
}

/** The coder's name, with its model where coders have several. */
export function coderName({ annotator, model, key, id }: Coder, coders: readonly Coder[]): string {
  const isShared = coders.some((other) => other.annotator === annotator && other.model === model && other.key !== key);
  const models = new Set(coders.map((coder) => coder.model));
  const name = isShared || annotator === '' ? id : annotator;
  return models.size > 1 ? `${name} (${model})` : name;
}
