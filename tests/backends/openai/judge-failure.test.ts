import { APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { judgeFailure } from '../../../src/backends/openai/judge-failure.js';

describe('a rejected request', () => {
  it.each([
    "This model's maximum context length is 2048 tokens. However, you requested 2200 tokens.",
    'prompt is longer than the maximum context length',
    'request (2100 tokens) exceeds the available context size (2048 tokens), try increasing it',
    'The decoder prompt (length 2100) is longer than the maximum model length of 2048.',
    "The input (2100 tokens) is longer than the model's context length (2048 tokens).",
    'prompt is too long: 2100 tokens > 2048 maximum',
    'The input token count (2100) exceeds the maximum number of tokens allowed (2048).',
    'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: 2100 `inputs` tokens',
    'Prompt contains 2100 tokens, too large for model with 2048 maximum context length',
    'Your input exceeds the context window of this model.',
    'too many tokens in the prompt',
  ])('when the server says %s, then it is too long', (message) => {
    expect(judge(message)).toMatchObject({ kind: 'too long' });
  });

  it.each([{ code: 'context_length_exceeded' }, { type: 'exceed_context_size_error' }])(
    'when the error is %j, then it is too long, whatever else it says',
    (named) => {
      expect(judge('Please ask for less.', named)).toMatchObject({ kind: 'too long' });
    },
  );

  it.each([
    'Your request was rejected by the context safety filter',
    'missing context for tool calls',
    'the username is too long',
    'max_len is not a known parameter',
    'response content exceeds the policy limit',
    'temperature exceeds the maximum of 2',
  ])('when the server says %s, then it is refused', (message) => {
    expect(judge(message)).toMatchObject({ kind: 'refused' });
  });
});

function judge(message: string, named: object = {}): ReturnType<typeof judgeFailure> {
  return judgeFailure(
    APIError.generate(400, { error: { message, ...named } }, undefined, new Headers()),
    (said) => said,
  );
}
