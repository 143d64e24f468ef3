import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { readPilot } from '../../src/forecast/read-pilot.js';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-labels-'));
  await putDocument(join(dir, 'discussions/town-hall-0002.json'), debate);
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Carla's labels of the first three comments that say something. */
function labelled(...labels: Record<string, number | string | null>[]): Annotation {
  const annotation = ourAnnotation(debate, 'carla', [0, 1, 3]);
  return {
    ...annotation,
    metrics: {
      toxicity: { type: 'integer', minimum: 1, maximum: 5, cannot_judge: true },
      tone: { type: 'category', values: ['calm', 'heated'], cannot_judge: true },
    },
    comments: annotation.comments.map((comment, index) => ({ ...comment, labels: labels[index] ?? {} })),
  };
}

async function exportTable(originalColumns = false): Promise<Record<string, string>[]> {
  return (await runExport(dir, { originalColumns })).table;
}

describe('labels in the data set', () => {
  test('when comments are labelled, then each metric has a column, and another tells an empty cell that means "cannot judge" from an invalid one', async () => {
    const labels = [{ toxicity: 2, tone: 'calm' }, { toxicity: null }, {}];
    await putDocument(join(dir, 'annotations/carla.json'), labelled(...labels));
    const rows = await exportTable();
    expect(Object.keys(rows[0] ?? {}).slice(-5)).toEqual([
      'annotation',
      ...['label_toxicity', 'status_toxicity', 'label_tone', 'status_tone'],
    ]);
    expect(
      rows.map((row) => [row['label_toxicity'], row['status_toxicity'], row['label_tone'], row['status_tone']]),
    ).toEqual([
      ['2', 'ok', 'calm', 'ok'],
      ['', 'cannot_judge', '', 'invalid'],
      ['', '', '', ''],
      ['', 'invalid', '', 'invalid'],
      ['', '', '', ''],
    ]);
  });

  test('when a mean was asked for and the engine reported no probabilities, then the label is unscored and not invalid', async () => {
    const labels = [{ toxicity: 2.4, tone: 'calm' }, { tone: 'calm' }, {}];
    await putDocument(join(dir, 'annotations/carla.json'), { ...labelled(...labels), label: 'expected' });
    expect((await exportTable()).map((row) => [row['status_toxicity'], row['status_tone']])).toEqual([
      ['ok', 'ok'],
      ['unscored', 'ok'],
      ['', ''],
      ['unscored', 'invalid'],
      ['', ''],
    ]);
  });

  test('when values look like numbers or are negative, then their probabilities are in the order of the metric', async () => {
    const document = labelled({});
    const scores = {
      change: { probabilities: { '-1': 0.2, '0': 0.3, '1': 0.5 }, legal_mass: 0.1 },
      grade: { probabilities: { B: 0.4, '2': 0.6 }, legal_mass: 0.1 },
    };
    await putDocument(join(dir, 'annotations/carla.json'), {
      ...document,
      metrics: {
        change: { type: 'integer', minimum: -1, maximum: 1, cannot_judge: false },
        grade: { type: 'category', values: ['B', '2'], cannot_judge: false },
      },
      comments: document.comments.map((comment) => ({ ...comment, labels: {}, scores })),
    });
    expect((await exportTable())[0]).toMatchObject({
      label_p_change: '{"-1":0.2,"0":0.3,"1":0.5}',
      label_p_grade: '{"B":0.4,"2":0.6}',
    });
  });

  test('when another annotator answered in their own words, then their label cells are empty', async () => {
    await putDocument(join(dir, 'annotations/carla.json'), labelled({ toxicity: 2, tone: 'calm' }));
    await putDocument(join(dir, 'annotations/dimitri.json'), ourAnnotation(debate, 'dimitri', [0, 1, 3]));
    const own = (await exportTable()).filter((row) => row['annotator'] === 'dimitri');
    expect(own.map((row) => [row['annotation'], row['label_toxicity'], row['status_toxicity']])).toEqual([
      ['Toxicity=0', '', ''],
      ['Toxicity=1', '', ''],
      ['Toxicity=3', '', ''],
    ]);
  });

  test("when a factor is called like a label's column, then the label keeps the name", async () => {
    const factors = { label_tone: 'strict' };
    await putDocument(join(dir, 'discussions/town-hall-0002.json'), { ...debate, factors });
    await putDocument(join(dir, 'annotations/carla.json'), labelled({ tone: 'calm' }));
    expect((await exportTable())[0]).toMatchObject({ label_tone: 'calm', factor_label_tone: 'strict' });
  });

  test('when labels have a tiny legal mass, then they are kept in the file and missing in the data set', async () => {
    const document = labelled({ toxicity: 2, tone: 'calm' }, { toxicity: 4 }, {});
    const scored = document.comments.map((comment, index) => ({
      ...comment,
      scores: {
        toxicity: { probabilities: { 2: 0.5, 4: 0.5 }, expected: 3, legal_mass: [1e-9, 0.9, 0.9][index] ?? 1 },
      },
    }));
    await putDocument(join(dir, 'annotations/carla.json'), { ...document, comments: scored });
    const cells = async (minLegalMass?: number): Promise<unknown[]> => {
      const options = minLegalMass === undefined ? {} : { minLegalMass };
      const { table } = await runExport(dir, options);
      return table.slice(0, 2).map((row) => [row['label_toxicity'], row['status_toxicity'], row['expected_toxicity']]);
    };
    expect(await cells()).toEqual([
      ['2', 'ok', '3'],
      ['4', 'ok', '3'],
    ]);
    expect(await cells(0.01)).toEqual([
      ['', 'low_mass', '3'],
      ['4', 'ok', '3'],
    ]);
  });

  test('when the server refuses to answer, then the label is refused and not invalid', async () => {
    const document = labelled({}, { toxicity: 4 }, {});
    const comments = document.comments.map((comment, index) =>
      index === 0 ? { ...comment, finish_reason: 'refused' as const } : comment,
    );
    await putDocument(join(dir, 'annotations/carla.json'), { ...document, comments });
    expect((await exportTable()).map((row) => row['status_toxicity']).filter(Boolean)).toEqual([
      'refused',
      'ok',
      'invalid',
    ]);
  });

  test('when annotators answer in free text, then the values that they were asked for have columns, and misses are counted', async () => {
    const document = ourAnnotation(debate, 'carla', [0, 1, 3]);
    const answers = ['Toxicity=2\nArgumentQuality=4', 'I would say Toxicity = 3.', 'Toxicity=high'];
    await putDocument(join(dir, 'annotations/carla.json'), {
      ...document,
      annotator_prompt: 'Write Toxicity=<number> and ArgumentQuality=<number>, nothing else.',
      logs: document.logs.map(([text], index) => [text, answers[index] ?? '']),
    });
    const { table, warnings } = await runExport(dir);
    const rated = table.filter((row) => row['annotator'] !== '');
    const titles = ['label_Toxicity', 'status_Toxicity', 'label_ArgumentQuality', 'status_ArgumentQuality'];
    expect(rated.map((row) => titles.map((title) => row[title]))).toEqual([
      ['2', 'ok', '4', 'ok'],
      ['3', 'ok', '', 'invalid'],
      ['', 'invalid', '', 'invalid'],
    ]);
    expect(warnings.filter((text) => text.includes('free text'))).toEqual([
      expect.stringMatching(/^1 of 3 answers in free text do not say Toxicity=value/),
      expect.stringMatching(/^2 of 3 answers in free text do not say ArgumentQuality=value/),
    ]);
  });

  test("when the original's columns are wanted, then there are none for labels", async () => {
    await putDocument(join(dir, 'annotations/carla.json'), labelled({ tone: 'calm' }));
    expect(Object.keys((await exportTable(true))[0] ?? {}).filter((title) => /label|status/.test(title))).toEqual([]);
  });
});

describe('labels of a pilot', () => {
  test('when a pilot has labels, then numbers are measured, and what is missing or a category is not', async () => {
    await putDocument(
      join(dir, 'annotations/carla.json'),
      labelled({ toxicity: 2, tone: 'calm' }, { toxicity: 5 }, {}),
    );
    const measures = await readPilot(dir);
    expect(measures.find(({ name }) => name === 'toxicity')?.values).toMatchObject([{ value: 3.5 }]);
    expect(measures.map(({ name }) => name)).not.toContain('tone');
  });
});
