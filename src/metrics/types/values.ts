import type { MetricOf } from '../metric.js';
import type { Flaw, MetricType } from '../metric-type.js';

const most = 200;

/** What `ordered` and `category` have in common: the possible answers are texts. */
export const values = {
  keys: { values: { needs: 'Add the allowed answers, such as values: [calm, heated].' } },
  column: 'text',
  flaws: ({ name, values: texts }: { name: string; values: readonly string[] }) => [
    ...countFlaws(name, texts.length),
    ...duplicateFlaws(texts),
  ],
  describe: ({ values: texts }: { values: readonly string[] }) =>
    texts.map((text) => JSON.stringify(text)).join(' or '),
  answers: ({ values: texts }: { values: readonly string[] }) => ({ values: texts }),
} as const satisfies Partial<MetricType<MetricOf<'ordered'>>>;

function countFlaws(name: string, count: number): Flaw[] {
  if (count >= 2 && count <= most) return [];
  const what = `${name} has ${count} ${count === 1 ? 'value' : 'values'}.`;
  return [{ path: ['values'], what, todo: `Give it 2 to ${most}.` }];
}

function duplicateFlaws(texts: readonly string[]): Flaw[] {
  return texts.flatMap((text, index) => {
    if (texts.findIndex((other) => other.normalize() === text.normalize()) === index) return [];
    return [{ path: ['values', String(index)], what: `Duplicate value ${JSON.stringify(text)}.`, todo: 'Remove one of them.' }]; // prettier-ignore
  });
}
