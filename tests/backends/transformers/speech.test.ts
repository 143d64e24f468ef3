import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Request } from '../../../src/backends/backend.js';
import type { Reply } from '../../../src/backends/transformers/drawn-reply.js';
import { importLibrary, settle } from '../../../src/backends/transformers/load-model.js';
import { Speech } from '../../../src/backends/transformers/speech.js';
import { busRequest, demoOnnx, unhurried } from '../../town-hall/model.js';

const endToken = 2;
let tokenizer: PreTrainedTokenizer;
beforeAll(async () => {
  const library = await importLibrary();
  settle(library, true);
  tokenizer = await library.AutoTokenizer.from_pretrained(demoOnnx);
});

/** The reply of a model that is sure of every token of this text. */
function say(text: string, overrides: Partial<Request> = {}): Reply | undefined {
  const request = busRequest({ maxTokens: 200, ...overrides });
  const speech = new Speech({
    tokenizer,
    endTokens: new Set([endToken]),
    stopTexts: ['<|im_end|>'],
    prompt: [1],
    request,
    signal: unhurried,
  });
  for (const token of [...tokenizer.encode(text, { add_special_tokens: false }), endToken]) {
    const reply = speech.hear(Float32Array.from({ length: 4096 }, (_, at) => (at === token ? 50 : 0)));
    if (reply) return reply;
  }
  return undefined;
}

describe('what becomes of the tokens of a reply', () => {
  it('when the model ends its turn, then that token is neither text nor counted', () => {
    const count = tokenizer.encode('Good evening.', { add_special_tokens: false }).length;
    expect(say('Good evening.')).toEqual({
      text: 'Good evening.',
      finish_reason: 'stop',
      completion_tokens: count,
    });
  });

  it('when the model thinks aloud, then its thought is not in the comment, and ends nothing', () => {
    const reply = say('<think>\nUser ivan is wrong.</think>\n\nGood evening.', { stop: ['User ivan'] });
    expect(reply).toMatchObject({ text: 'Good evening.', finish_reason: 'stop' });
  });

  it('when a thought fills the whole reply, then nothing was said', () => {
    expect(say('<think>\nHow shall I put it, how shall I put it?', { maxTokens: 12 })).toMatchObject({
      text: '',
      finish_reason: 'length',
    });
  });

  it('when the model ends its turn inside a thought, then that is no silence', () => {
    expect(say('<think>\nHow shall I put it?')).toMatchObject({ text: '', finish_reason: 'no_text' });
  });

  it('when a stop string comes, then the text ends before it; an end of the format is no stop string', () => {
    expect(say('Good evening. User ivan: yes', { stop: [' User'] })).toMatchObject({
      text: 'Good evening.',
      finish_reason: 'stop_string',
    });
    expect(say('Good evening.<|im_end|> more')).toMatchObject({ text: 'Good evening.', finish_reason: 'stop' });
  });

  it('when the reply begins with its own prefix, then that is no end; with that of another, then it is kept', () => {
    const stops = { speaker: 'anna', stop: ['\nUser anna posted:', '\nUser ivan posted:'] };
    const own = '\nUser anna posted:\nGood evening.';
    expect(say(own, stops)).toMatchObject({ text: own, finish_reason: 'stop' });
    const other = { text: '\n', raw_text: '\n\nUser ivan posted:', finish_reason: 'stop_string' };
    expect(say('\n\nUser ivan posted:\nYes.', stops)).toMatchObject(other);
    expect(say('Good evening.\nUser ivan posted:\nYes.', stops)).not.toHaveProperty('raw_text');
  });

  it('when the stop string comes with the last token that is allowed, then it counts as one', () => {
    const maxTokens = tokenizer.encode('Good evening.', { add_special_tokens: false }).length;
    expect(say('Good evening. And more', { stop: ['.'], maxTokens })).toMatchObject({ finish_reason: 'stop_string' });
  });
});
