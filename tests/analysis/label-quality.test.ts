import { expect, it } from 'vitest';
import { labelQualities } from '../../src/analysis/label-quality.js';
import { labelQualityTable } from '../../src/analysis/tables/label-quality-table.js';
import type { AnnotationEntry, LabelRecord } from '../../src/documents/records.js';

it('when labels are counted, then the table has their status and the classes of legal mass, by set, metric and form', () => {
  const qualities = labelQualities();
  qualities.add({ set: 'default', form: 'plain' }, [
    answer({ status: 'ok', value: 2, score: scored(1e-9) }),
    answer({ status: 'low_mass', value: null, score: scored(0.05) }),
    answer({ status: 'ok', value: 3, score: scored(0.95) }),
    answer({ status: 'cannot_judge', value: null }),
  ]);
  qualities.add({ set: 'default', form: 'reversed' }, [answer({ status: 'ok', value: 1 })]);
  const { columns, rows } = labelQualityTable(qualities.rows());
  expect(columns.map(({ title }) => title)).toEqual([
    ...['annotation set', 'metric', 'form', 'labels asked', 'ok', 'cannot judge', 'low mass'],
    ...['median mass', 'mass < 0.01', '0.01 to 0.1', '0.1 to 0.5', '0.5 to 0.9', '≥ 0.9'],
  ]);
  expect(rows).toEqual([
    ['default', 'toxicity', 'plain', '4', '2', '1', '1', '0.050', '1', '1', '0', '0', '1'],
    ['default', 'toxicity', 'reversed', '1', '1', '0', '0', '–', '–', '–', '–', '–', '–'],
  ]);
});

function scored(legalMass: number): NonNullable<LabelRecord['score']> {
  return { probabilities: [], expected: null, legalMass };
}

function answer(label: LabelRecord): AnnotationEntry {
  return { turn: 0, text: '', answer: '', labels: new Map([['toxicity', label]]) };
}
