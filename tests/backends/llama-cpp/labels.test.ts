import { afterEach, describe, expect, it } from 'vitest';
import { parseLabel } from '../../../src/metrics/parse-label.js';
import type { Backend, Completion, Request } from '../../../src/backends/backend.js';
import { writeLabel, type LabelSpecification } from '../../../src/backends/label.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, demoGguf, llamaCppOptions, modelConfig, seeded, unhurried } from '../../town-hall/model.js';

const label: LabelSpecification = [
  { name: 'toxicity', values: [1, 2, 3, 4, 5, null] },
  { name: 'tone', values: ['calm', 'heated', null] },
];

let backend: Backend;
afterEach(() => backend.close());

describe('labels of the bundled model', () => {
  it('when many comments are labelled at once, then every label is legal and written as the form says', async () => {
    await load();
    const replies = await askMany(40);
    for (const { text, finish_reason } of replies) {
      expect(finish_reason).toBe('stop');
      expect(text).toBe(spell(text));
    }
    expect(new Set(replies.map(({ text }) => text)).size).toBeGreaterThan(3);
  });

  it('when the same comments are labelled again, then the labels are the same', async () => {
    await load();
    const [once, again] = [await askMany(12), await askMany(12)];
    expect(again.map(({ text }) => text)).toEqual(once.map(({ text }) => text));
  });

  it('when some comments of a batch are labelled and others answered freely, then only the labels are held to a form', async () => {
    await load();
    const free = busRequest({ order: [1, 0] });
    const [labelled, spoken] = await Promise.all([ask(0), backend.generate(free, unhurried)]);
    expect(labelled.text).toBe(spell(labelled.text));
    expect(spoken.text).not.toContain('{');
  });

  it('when values hold quotes, braces and letters of all kinds, then they can be answered', async () => {
    await load();
    const values = ['say "no"', 'a}', 'b\\n', '[c]', "d's", 'größe', '東京', '🌳'];
    const odd = [
      { name: 'odd', values },
      { name: 'level', values: Array.from({ length: 101 }, (_, level) => level - 50) },
    ];
    const texts = await Promise.all(values.map((_, job) => ask(job, { label: odd })));
    for (const { text } of texts) expect(Object.keys(parseLabel(text, odd))).toEqual(['odd', 'level']);
    for (const value of values) {
      const only = [{ name: 'odd', values: [value] }];
      expect((await ask(1, { label: only })).text).toBe(writeLabel(only, () => value));
    }
  });
});

async function load(): Promise<void> {
  const options = { options: llamaCppOptions({ inferenceThreads: 1 }) };
  backend = await loadBackend(modelConfig('llama_cpp', demoGguf, options), () => undefined);
}

function ask(job: number, overrides: Partial<Request> = {}): Promise<Completion> {
  return backend.generate(busRequest({ order: [job, 2], label, ...seeded(job), ...overrides }), unhurried);
}

function askMany(count: number): Promise<Completion[]> {
  const hot = (seed: number): Request['sampling'] => ({ temperature: 2, topP: 1, seed });
  return Promise.all(Array.from({ length: count }, (_, job) => ask(job, { sampling: hot(job) })));
}

/** The label in a text, written as the form says; fails when one is missing. */
function spell(text: string): string {
  const labels = parseLabel(text, label);
  expect(Object.keys(labels)).toEqual(['toxicity', 'tone']);
  return writeLabel(label, ({ name }) => labels[name] ?? null);
}
