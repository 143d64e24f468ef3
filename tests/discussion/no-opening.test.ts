import { describe, expect, it } from 'vitest';
import { discuss } from '../../src/discussion/discuss.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { planLine } from '../../src/plan/plan-line.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

/** Who speaks in the first discussion, and what the first one is shown. */
function speakers(manager: string, openings?: number): { names: string[]; seats: readonly string[]; history: unknown } {
  const config = townHallConfig({ turns: 3, moderated: false });
  const { discussions } = config;
  if (!discussions) throw new Error('no discussions');
  const limited = {
    ...discussions,
    turnTaking: { ...discussions.turnTaking, manager },
    ...(openings !== undefined && { openings }),
  };
  const [job] = planDiscussions({ ...config, discussions: limited }, townHallInputs());
  if (!job) throw new Error('no job');
  const generator = discuss(job);
  const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 1 };
  let step = generator.next([]);
  const history = step.done ? undefined : step.value[0]?.history;
  while (!step.done) step = generator.next(step.value.map(() => ({ text: 'Yes.', finish_reason: 'stop', ...counts })));
  return { names: step.value.logs.map(({ name }) => name), seats: step.value.users, history };
}

describe('a discussion without an opening', () => {
  it('when openings is 0, then round_robin starts with the first name in seating order', () => {
    const { names, seats, history } = speakers('round_robin', 0);
    expect(names).toEqual(seats.slice(0, 3));
    expect(history).toEqual([]);
    expect(speakers('round_robin').names).toHaveLength(4);
  });

  it.each(['random_weighted', 'random', 'mention'])(
    'when %s chooses, then somebody starts and nobody goes on alone',
    (manager) => {
      const { names, seats } = speakers(manager, 0);
      expect(names).toHaveLength(3);
      expect(names.every((name) => seats.includes(name))).toBe(true);
      expect(names[1]).not.toBe(names[0]);
    },
  );

  it('when there are more openings than wanted, then the first ones are posted, and the plan says how many', () => {
    const inputs = {
      ...townHallInputs(),
      topics: [{ name: 'parks', openings: ['One.', 'Two.', 'Three.'], authors: ['a', 'b', 'c'] }],
    };
    const config = townHallConfig({});
    const { discussions } = config;
    if (!discussions) throw new Error('no discussions');
    const planned = planDiscussions({ ...config, discussions: { ...discussions, openings: 2 } }, inputs);
    expect(planned.map(({ topic }) => topic.openings)).toEqual(planned.map(() => ['One.', 'Two.']));
    expect(new Set(planned.map(({ topic }) => topic)).size).toBe(1);
    expect(planned.map((job) => planLine(job).fields['openings'])).toEqual(planned.map(() => 2));
    const whole = planDiscussions(config, inputs).map((job) => Object.keys(planLine(job).fields));
    expect(whole.flat()).not.toContain('openings');
  });
});
