import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MetricRecord } from '../../src/documents/records.js';
import { humanAnnotations } from '../../src/experiment/human-annotations.js';
import { readHumanLabels } from '../../src/inputs/human-labels/read-human-labels.js';
import type { WrittenMetric } from '../../src/metrics/metric.js';
import { readMetric } from '../../src/metrics/registry.js';

const metrics = new Map([
  record('harm', { type: 'ordered', values: ['none', 'NA', 'größer, "ja"'] }),
  record('toxicity', { type: 'integer', minimum: -1, maximum: 3 }),
  record('insult', { type: 'boolean' }),
  record('share', { type: 'number', minimum: 0, maximum: 1 }),
]);

function record(name: string, written: WrittenMetric): [string, MetricRecord] {
  const metric = readMetric(name, written);
  if (!metric) throw new Error(`${name} lacks a key`);
  return [name, { type: 'text', scale: name, metric }];
}

/** What a person's cell becomes: a label, a missing value, or a problem. */
function read(metric: string, value: string): unknown {
  const label = { commentId: 'debate-0001/0', coder: 'paula', metric, value, where: { file: 'people.csv' } };
  const { sources, problems } = humanAnnotations([[label]], { set: 'default', metrics });
  const [problem] = problems;
  if (problem) return { problem: `${problem.what} ${problem.todo}` };
  return sources[0]?.answers.get(0)?.labels.get(metric)?.value;
}

test.each([
  ['harm', 'none', 'none'],
  ['harm', 'None', 'none'],
  ['harm', 'NA', 'NA'],
  ['harm', 'null', undefined],
  ['harm', 'größer, "ja"'.normalize('NFD'), 'größer, "ja"'],
  ['toxicity', 'NA', undefined],
  ['toxicity', '3.0', 3],
  ['toxicity', '-1', -1],
  ['insult', 'TRUE', true],
  ['insult', '0', false],
  ['share', '0.25', 0.25],
  ['share', '0,5', 0.5],
  ['share', 'n/a', undefined],
])('when a person writes %s: %j, then the label is %j', (metric, written, label) => {
  expect(read(metric, written)).toBe(label);
});

test.each(['Infinity', '0x1', '1.5', '1,5'])(
  'when a person writes %j for a number from 0 to 1, then it is a problem',
  (written) => {
    expect(read('share', written)).toEqual({
      problem: `"${written}" is no label of share. Write a number from 0 to 1, or leave the cell empty.`,
    });
  },
);

test('when cells say none or NA, then they are read: whether they are levels is for the metric to say', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-people-'));
  try {
    const file = join(dir, 'people.csv');
    await writeFile(file, 'comment_id,coder,harm\ndebate/0,paula,none\ndebate/1,paula,NA\ndebate/2,paula,\n');
    const { labels } = await readHumanLabels({ paths: [file] });
    expect(labels.map(({ value }) => value)).toEqual(['none', 'NA']);
  } finally {
    await rm(dir, { recursive: true });
  }
});
