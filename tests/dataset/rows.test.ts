import { describe, expect, test } from 'vitest';
import { alignAnnotation } from '../../src/dataset/align-annotation.js';
import { annotationRecord } from '../../src/documents/annotation-record.js';
import { discussionRecord } from '../../src/documents/discussion-record.js';
import { findInAnnotation, findInDiscussion, noColumns, type FoundColumns } from '../../src/dataset/found-columns.js';
import { ourColumns } from '../../src/dataset/our-columns.js';
import { toTable, type Part, type Table } from '../../src/dataset/rows.js';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';

const place = { file: '', stem: '', folder: '', origin: 'syndisco' } as const;

interface ReadTable {
  columns: Table['columns'];
  /** The parts of each. */
  rows: Part[][];
}

/** The rows of the debate, with other personas, factors and whatever else is given. */
async function tableOf(some: Partial<Discussion> = {}, ...annotations: Annotation[]): Promise<ReadTable> {
  const discussion = discussionRecord({ ...place, document: { ...debate, ...some } });
  const records = annotations.map((document) => annotationRecord({ ...place, document }));
  const found: FoundColumns = noColumns();
  findInDiscussion(found, discussion);
  for (const record of records) findInAnnotation(found, record);
  const aligned = records.map((record) => alignAnnotation(discussion, record));
  async function* read() {
    yield await Promise.resolve({ discussion, annotations: aligned });
  }
  const { columns, batches } = toTable(read(), {
    layout: ourColumns(found, { withRawText: true }),
    forSpreadsheets: false,
  });
  const all: Part[][] = [];
  for await (const { sections, rows } of batches)
    all.push(...rows.map((row) => sections.map(({ parts }, section) => parts[row[section] ?? -1] ?? [])));
  return { columns, rows: all };
}

const typesOf = ({ columns }: ReadTable): Record<string, string> =>
  Object.fromEntries(columns.map(({ name, type }) => [name, type]));

function columnOf({ columns, rows }: ReadTable, name: string): unknown[] {
  const index = columns.findIndex((column) => column.name === name);
  return rows.map((row) => row.flat()[index]);
}

function withTraits(...traits: Record<string, unknown>[]): Partial<Discussion> {
  return { participants: debate.participants.map((one, seat) => ({ ...one, persona: traits[seat] ?? {} })) };
}

describe('rows', () => {
  test('when a value is a number or a truth value, then it is one in its row, and the column says so', async () => {
    const table = await tableOf({}, ourAnnotation(debate, 'carla', [1]));
    expect(typesOf(table)).toMatchObject({
      turn: 'integer',
      is_opening: 'boolean',
      text: 'text',
      tries: 'integer',
      prompt_tokens: 'integer',
      turn_seed: 'integer',
      persona_age: 'integer',
      persona_votes: 'boolean',
      persona_tags: 'text',
      persona_motto: 'text',
      repeat: 'integer',
    });
    expect(columnOf(table, 'turn_seed')).toEqual([null, 4_294_967_291, 4_294_967_292, 4_294_967_293, 4_294_967_294]);
    expect(columnOf(table, 'is_opening')).toEqual([true, false, false, false, false]);
    expect(columnOf(table, 'is_silent')).toEqual([false, false, true, false, true]);
    expect(columnOf(table, 'persona_votes')).toEqual([null, true, null, true, null]);
    expect(columnOf(table, 'repeat')).toEqual([null, 1, null, null, null]);
  });

  test('when personas give a trait values of several types, then the column is wide enough for all of them', async () => {
    const mixed = await tableOf(
      withTraits({ age: 58, income: 1, score: 2 }, { age: '45-54', income: null, score: 0.5 }),
    );
    expect(typesOf(mixed)).toMatchObject({ persona_age: 'text', persona_income: 'integer', persona_score: 'number' });
    expect(columnOf(mixed, 'persona_age').slice(0, 2)).toEqual(['58', '45-54']);
    expect(columnOf(mixed, 'persona_score').slice(0, 2)).toEqual([2, 0.5]);
  });

  test('when metrics are declared, then their columns have the declared type, also where no label is legal', async () => {
    const metrics = {
      toxicity: { type: 'integer', minimum: 1, maximum: 5, cannot_judge: true },
      tone: { type: 'category', values: ['calm', 'heated'], cannot_judge: true },
    } as const;
    const annotation: Annotation = {
      ...ourAnnotation(debate, 'carla', [1]),
      metrics: { toxicity: metrics.toxicity, tone: { ...metrics.tone, values: [...metrics.tone.values] } },
    };
    expect(typesOf(await tableOf({}, annotation))).toMatchObject({ label_toxicity: 'integer', label_tone: 'text' });
  });

  test('when two annotators read a comment, then their rows share what is the same, and so do comments of one speaker', async () => {
    const annotations = ['carla', 'dimitri'].map((name) => ourAnnotation(debate, name, [1, 3]));
    const [, first = [], second = [], , third = []] = (await tableOf({}, ...annotations)).rows;
    const same = (one: Part[], other: Part[]): boolean[] => one.map((part, index) => part === other[index]);
    expect(same(first, second)).toEqual([true, true, true, true, true, true, false, false]);
    expect(same(first, third)).toEqual([true, false, true, false, true, true, true, false]);
  });

  test('when a factor or a trait is called like a column, then both columns are there under names of their own', async () => {
    const table = await tableOf({
      factors: { topic: 'near', turn_seed: 'fixed' },
      topic_metadata: { is_silent: true },
      ...withTraits({ 'a\0': 1 }, { a: 2 }),
    });
    const names = table.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['topic', 'factor_topic', 'turn_seed', 'factor_turn_seed']));
    expect(names).toEqual(expect.arrayContaining(['is_silent', 'topic_is_silent', 'persona_a', 'persona_a_trait']));
    expect(columnOf(table, 'topic')[0]).toBe('free-buses');
    expect(columnOf(table, 'factor_topic')[0]).toBe('near');
  });
});
