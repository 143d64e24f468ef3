import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Topic } from '../../src/inputs/input-types.js';
import type { LintRule } from '../../src/plan/lint/finding.js';
import { sameTopic } from '../../src/plan/lint/same-topic.js';

const find = (topics: readonly Topic[]): string[] =>
  sameTopic({ topics } as Parameters<LintRule>[0]).map(({ what }) => what);

/** The definition: each topic is compared with all before it. */
function findByPairs(topics: readonly Topic[]): string[] {
  const wordsOf = ({ openings }: Topic) =>
    new Set(
      openings
        .join('\n')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [],
    );
  return topics.flatMap((topic, place) => {
    const before = topics.slice(0, place);
    const twin = before.find((other) => other.openings.join() === topic.openings.join());
    const sibling = before.find((other) => {
      const [one, two] = [wordsOf(other), wordsOf(topic)];
      const common = [...one].filter((word) => two.has(word)).length;
      return common / (one.size + two.size - common) >= 0.8;
    });
    const found = twin ?? sibling;
    return found ? [`${topic.name} ${twin ? 'the same' : 'nearly the same'} ${found.name}`] : [];
  });
}

const word = fc.constantFrom('free', 'buses', 'night', 'tax', 'city', 'school', 'park', 'library', 'winter', 'bridge');
const opening = fc.array(word, { minLength: 0, maxLength: 14 }).map((words) => words.join(' '));

describe('topics that are nearly the same', () => {
  test('when topics are compared by their rarest words, then the findings are those of all pairs', () => {
    fc.assert(
      fc.property(fc.array(opening, { maxLength: 40 }), (openings) => {
        const topics = openings.map((text, place) => ({ name: `topic-${place}`, openings: [text] }));
        const short = find(topics).map((what) =>
          what.replace(/^The topic (\S+) has (the same|nearly the same) opening as (\S+)\.$/, '$1 $2 $3'),
        );
        expect(short).toEqual(findByPairs(topics));
      }),
      { numRuns: 500 },
    );
  });

  test('when 20,000 topics differ by a number, then few pairs are compared', () => {
    const topics = Array.from({ length: 20_000 }, (_, place) => ({
      name: `topic-${place}`,
      openings: [`Should the city build ${place} more bus stops`],
    }));
    expect(find(topics)).toHaveLength(0);
  });
});
