import { join } from 'node:path';
import { openNumbers } from '../analysis/labels.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { defaultSet } from '../default-set.js';
import type { DiscussionRecord } from '../documents/records.js';
import type { SumCheck } from '../document-sum.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { plainForm } from '../plain-form.js';
import { isWithdrawn } from '../withdrawals.js';
import { readAnnotations } from '../documents/read-annotations.js';
import { readDiscussions } from '../documents/read-discussions.js';

/** The measures of one discussion of a pilot. */
interface Measured {
  condition: string;
  replicate: number | null;
  values: Map<string, number>;
}

/** The values of one measure, by condition and replicate. */
export interface PilotMeasure {
  name: string;
  values: readonly { condition: string; replicate: number | null; value: number }[];
}

/** Reads the measures of each discussion of a run: the length of comments, silence, and the annotators' numbers. */
export async function readPilot(runDir: string): Promise<PilotMeasure[]> {
  const [discussionsDir, annotationsDir] = [join(runDir, 'discussions'), join(runDir, 'annotations')];
  const sums = await openSumCheck(runDir);
  const withdrawals = await readWithdrawals(runDir);
  const measured = new Map<string, Measured>();
  for await (const file of readDiscussions(discussionsDir, sums)) {
    if (isWithdrawn(withdrawals, file.document)) continue;
    const record = discussionRecord(file);
    const { condition, replicate } = record;
    measured.set(record.id, { condition, replicate, values: measureTexts(record) });
  }
  for (const [id, labels] of await readLabels(annotationsDir, sums)) {
    const values = measured.get(id)?.values;
    for (const [name, numbers] of labels) values?.set(name, mean(numbers));
  }
  const names = new Set([...measured.values()].flatMap(({ values }) => [...values.keys()]));
  return [...names].map((name) => ({
    name,
    values: [...measured.values()].flatMap(({ condition, replicate, values }) => {
      const value = values.get(name);
      return value === undefined ? [] : [{ condition, replicate, value }];
    }),
  }));
}

function measureTexts({ comments }: DiscussionRecord): Map<string, number> {
  const turns = comments.filter(({ actor, isOpening, missing }) => !actor.isModerator && !isOpening && !missing);
  const spoken = turns.filter(({ text }) => text !== '');
  const words = spoken.map(({ text }) => text.split(/\s+/).filter(Boolean).length);
  return new Map([
    ...(words.length > 0 ? [['words per comment', mean(words)] as const] : []),
    ...(turns.length > 0 ? [['silent turns (share)', 1 - spoken.length / turns.length] as const] : []),
  ]);
}

/** The numbers in all answers of the default annotation set to the questions as configured, by discussion and label name. */
async function readLabels(dir: string, sums: SumCheck): Promise<Map<string, Map<string, number[]>>> {
  const found = new Map<string, Map<string, number[]>>();
  for await (const file of readAnnotations(dir, sums)) {
    const record = annotationRecord(file);
    const { discussionId, entries, set, form } = record;
    if (discussionId === null || set !== defaultSet || form !== plainForm) continue;
    const labels = found.get(discussionId) ?? new Map<string, number[]>();
    for (const [name, number] of entries.flatMap(openNumbers(record)))
      labels.set(name, [...(labels.get(name) ?? []), number]);
    found.set(discussionId, labels);
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
