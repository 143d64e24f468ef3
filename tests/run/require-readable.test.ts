import { describe, expect, it } from 'vitest';
import { RefusedRequest, type Completion, type Request } from '../../src/backends/backend.js';
import { requireReadable } from '../../src/run/require-readable.js';
import { busRequest } from '../town-hall/model.js';

const engine = { model: { name: 'town-hall-7b', engine: 'openai', engine_version: '1', fingerprint: null } };
const reply: Completion = {
  text: 'Free buses help everyone.',
  finish_reason: 'stop',
  prompt_tokens: 40,
  completion_tokens: 5,
  dropped_blocks: 1,
  duration_ms: 12,
};
const label = [{ name: 'toxicity', values: [1, 2, 3] }];
const scored = (...probabilities: number[]): object => ({ label_scores: [{ probabilities, legal_mass: 0.9 }] });

describe('a completion that is about to be journalled', () => {
  it.each<[object, string]>([
    [{ prompt_tokens: 12.5 }, '/prompt_tokens must be integer,null'],
    [{ prompt_tokens: '12' }, '/prompt_tokens must be integer,null'],
    [{ completion_tokens: -1 }, '/completion_tokens must be >= 0'],
    [{ completion_tokens: NaN }, '/completion_tokens must be integer,null'],
    [{ duration_ms: Infinity }, '/duration_ms must be integer'],
    [{ finish_reason: 'done' }, '/finish_reason must be equal to one of the allowed values'],
    [{ text: undefined }, "must have required property 'text'"],
    [{ text: ['Free buses'] }, '/text must be string'],
    [{ logprobs: [] }, 'must NOT have additional properties'],
    [{ max_tokens: 0 }, '/max_tokens must be >= 1'],
    [{ dropped_blocks: 3 }, '/dropped_blocks is 3, but the history has 2 blocks'],
    [{ served_model: '\ud83d' }, '/served_model is not well-formed Unicode'],
    [{ served_model: 'x'.repeat(1001) }, '/served_model has 1001 characters'],
    [scored(0.5, 0.5), '/label_scores/0/probabilities has 2 entries for 3 values'],
    [scored(0.5, 0.4, 0.2), '/label_scores/0/probabilities add up to'],
    [scored(0.5, 0.5, NaN), '/label_scores/0/probabilities/2 must be number'],
    [scored(1.5, -0.5, 0), '/label_scores/0/probabilities/0 must be <= 1'],
    [{ label_scores: [] }, '/label_scores has 0 entries for 1 metrics'],
  ])('when it is %j, then it is refused with the engine’s name and the fault', (wrong, fault) => {
    const told = refusal({ ...reply, ...wrong }, busRequest({ label }));
    expect(told).toBeInstanceOf(RefusedRequest);
    expect(String(told)).toContain('the engine openai gave a completion that cannot be kept: ');
    expect(String(told)).toContain(fault);
  });

  it('when it has scores that nobody asked for, then it is refused', () => {
    expect(String(refusal({ ...reply, ...scored(1) }, busRequest()))).toContain('1 entries for 0 metrics');
  });

  it.each([{}, scored(0.333333, 0.333333, 0.333333), scored(1, 0, 0), { served_model: 'town-hall-7b-0612' }])(
    'when it is right (%j), then it passes',
    (right) => {
      expect(refusal({ ...reply, ...right }, busRequest({ label }))).toBeUndefined();
    },
  );
});

function refusal(completion: Completion, request: Request): unknown {
  try {
    requireReadable(completion, request, engine);
    return undefined;
  } catch (error) {
    return error;
  }
}
