import { describe, expect, it } from 'vitest';
import type { Completion, Request } from '../../src/backends/backend.js';
import type { DetectorName, QualityConfig } from '../../src/config/experiment-config.js';
import { discuss, type NotedReply } from '../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../src/discussion/draft-discussion.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

type Policy = Partial<Record<DetectorName, 'strip' | 'resample'>>;

/** A discussion of one turn without a moderator, whose replies are these, in order. */
function hold(
  replies: readonly string[],
  policy: Policy = {},
): { requests: Request[]; noted: NotedReply[]; document: DiscussionDraft } {
  const quality: QualityConfig = {
    policy: new Map(Object.entries(policy) as [DetectorName, 'strip' | 'resample'][]),
    resampleBudget: 2,
    detectors: new Map(),
    stopAbove: new Map(),
    stopAfter: 50,
  };
  const config = { ...townHallConfig({ turns: 1, moderated: false }), quality };
  const [job] = planDiscussions(config, townHallInputs());
  if (!job) throw new Error('no job');
  const requests: Request[] = [];
  const noted: NotedReply[] = [];
  const generator = discuss(job, { note: (reply) => noted.push(reply) });
  let step = generator.next([]);
  while (!step.done) {
    requests.push(...step.value);
    step = generator.next([completion(replies[requests.length - 1] ?? '')]);
  }
  return { requests, noted, document: step.value };
}

function completion(text: string): Completion {
  return { text, finish_reason: 'stop', prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
}

const fenced = '```\nSundays are for reading.\n```';

describe('the quality of replies', () => {
  it('when nothing is configured, then a fault is a flag, and the text is what it was', () => {
    const { document, requests } = hold(['@zoe, Sundays are for reading.']);
    expect(requests).toHaveLength(1);
    expect(document.logs[1]).toMatchObject({ text: '@zoe, Sundays are for reading.', flags: ['mentions_nobody'] });
  });

  it('when nothing is found, then the flags are empty, and a seed opinion has none', () => {
    const { document } = hold(['Sundays are for reading.']);
    expect(document.logs.map(({ flags }) => flags)).toEqual([undefined, []]);
  });

  it('when a fault is stripped, then the comment is without it, and says so', () => {
    const { document } = hold([fenced], { markup: 'strip' });
    expect(document.logs[1]).toMatchObject({
      ...{ text: 'Sundays are for reading.', raw_text: fenced },
      ...{ flags: ['markup'], repairs: ['markup'] },
    });
  });

  it('when nothing is left of a stripped reply, then it is missing, not silent, and the turn is tried again', () => {
    const { document } = hold(['<think>Well, Sundays', 'Sundays are for reading.'], { think_leak: 'strip' });
    expect(document.logs[1]).toMatchObject({ text: 'Sundays are for reading.', flags: [] });
    expect(document.logs[1]?.failed_tries).toMatchObject([{ raw_text: '<think>Well, Sundays', missing: 'no_text' }]);
  });

  it('when a fault is resampled, then the turn is asked again with another seed, and the first try is kept with its text and flags', () => {
    const { document, requests, noted } = hold([fenced, 'No.'], { markup: 'resample' });
    expect(requests.map(({ key }) => key)).toEqual([
      { index: 1, try: 0 },
      { index: 1, try: 1 },
    ]);
    expect(requests[1]?.sampling.seed).not.toBe(requests[0]?.sampling.seed);
    expect(requests[1]?.history).toEqual(requests[0]?.history);
    expect(document.logs[1]).toMatchObject({
      ...{ text: 'No.', flags: [], seed: requests[1]?.sampling.seed },
      failed_tries: [
        {
          ...{ raw_text: fenced, text: 'Sundays are for reading.', seed: requests[0]?.sampling.seed },
          ...{ flags: ['markup'], resampled: ['markup'] },
        },
      ],
    });
    expect(noted.map(({ flags, isFirst, isKept }) => ({ flags, isFirst, isKept }))).toEqual([
      { flags: ['markup'], isFirst: true, isKept: false },
      { flags: [], isFirst: false, isKept: true },
    ]);
  });

  it('when the budget is used up, then the last try is kept, with its flags', () => {
    const { document, requests } = hold([fenced, fenced, fenced, 'No.'], { markup: 'resample' });
    expect(requests).toHaveLength(3);
    expect(document.logs[1]).toMatchObject({ raw_text: fenced, flags: ['markup'] });
    expect(document.logs[1]?.failed_tries).toHaveLength(2);
  });
});
