import { getLlama, type LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { TokenReply } from '../../../src/backends/llama-cpp/token-reply.js';
import { demoGguf } from '../../town-hall/model.js';

let model: LlamaModel;
beforeAll(async () => {
  const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false });
  model = await llama.loadModel({ modelPath: demoGguf, vocabOnly: true });
});
afterAll(() => model.dispose());

function format(): Pick<ChatFormat, 'stopTokens' | 'stopTexts' | 'thought'> {
  const closingTokens = model.tokenize('</think>\n\n', true);
  const thought = { opening: '<think>', closing: '</think>', closingTokens };
  return { stopTokens: new Set(), stopTexts: ['<|im_end|>'], thought };
}

describe('the text of a reply, token by token', () => {
  it('when characters are spread over several tokens, then they arrive whole', () => {
    const comment = 'Grüße aus Αθήνα, 東京 and 🌳🚌!';
    expect(hear(comment).result.text).toBe(comment);
  });

  it('when the reply breaks off inside a character, then its beginning stays as it was', () => {
    const reply = hear('Free buses 🌳', { maxTokens: model.tokenize('Free buses 🌳').length - 1 });
    expect(reply.result).toMatchObject({
      finish_reason: 'length',
      text: expect.stringMatching(/^Free buses \uFFFD?$/) as string,
    });
  });

  it('when a stop string is spread over several tokens, then the text ends before it', () => {
    const reply = hear('Free buses help.\n\nUser bob posted: no', { stop: ['\nUser '] });
    expect(reply.result).toMatchObject({ finish_reason: 'stop_string', text: 'Free buses help.\n' });
  });

  it('when the reply begins with its own prefix, then that is no end; with that of another, then it is kept', () => {
    const stops = { speaker: 'anna', stop: ['\nUser anna posted:', '\nUser ivan posted:'] };
    const own = '\nUser anna posted:\nFree buses help.';
    expect(hear(own, stops).result).toMatchObject({ text: own, finish_reason: 'stop' });
    const other = { text: '\n', raw_text: '\n\nUser ivan posted:', finish_reason: 'stop_string' };
    expect(hear('\n\nUser ivan posted:\nNo.', stops).result).toMatchObject(other);
    expect(hear('Free buses help.\nUser ivan posted:\nNo.', stops).result).not.toHaveProperty('raw_text');
  });

  it('when the end of a turn comes as plain text, then the reply has simply ended', () => {
    expect(hear('Free buses help.<|im_end|> and more').result).toMatchObject({
      finish_reason: 'stop',
      text: 'Free buses help.',
    });
  });
});

describe('a model that thinks before it speaks', () => {
  const thinking = '<think>\nWhat would ivan say?\n</think>\n\nFree buses help.';

  it('when it may think, then the thought is neither text nor counted', () => {
    const { result } = hear(thinking, { thinkingTokens: 100 });
    expect(result).toMatchObject({
      text: 'Free buses help.',
      completion_tokens: model.tokenize('Free buses help.').length,
    });
  });

  it('when it may not think, then the closing mark is put into its mouth at once, and what it thinks is not heard', () => {
    const reply = listen({});
    const opening = model.tokenize('<think>');
    const answers = opening.map((token) => reply.hear(token));
    expect(answers.at(-1)).toEqual(format().thought.closingTokens);
    for (const token of model.tokenize('\nFree buses help.')) reply.hear(token);
    expect(reply.result.text).toBe('Free buses help.');
  });

  it('when its thinking exceeds its budget, then it is ended there', () => {
    const reply = listen({ thinkingTokens: 8 });
    const answers = model
      .tokenize(thinking)
      .slice(0, 30)
      .map((token) => reply.hear(token));
    expect(answers.filter((answer) => typeof answer !== 'boolean')).toHaveLength(1);
  });

  it('when the prompt already opened the thought, then all up to its end is a thought', () => {
    const { result } = hear('What would ivan say?\n</think>\nFree buses help.', {
      thinkingTokens: 100,
      startsThinking: true,
    });
    expect(result.text).toBe('Free buses help.');
  });

  it('when the turn ends inside the thought, then nothing was said, which is no silence', () => {
    expect(hear('<think>What would ivan', { thinkingTokens: 100 }).result).toMatchObject({
      text: '',
      finish_reason: 'no_text',
    });
  });

  it('when thoughts and their marks use up the context, then the reply ends there and says so', () => {
    const thought = '<think>What would ivan say?</think>\n\n';
    const taken = model.tokenize(thought).length;
    const room = { thinkingTokens: 100, roomTokens: taken + 3 };
    const { result } = hear(`${thought}Free buses help everyone in town.`, room);
    expect(result).toMatchObject({ finish_reason: 'length', completion_tokens: 3 });
    expect(hear(thought, { thinkingTokens: 100, roomTokens: 2 }).result).toMatchObject({
      text: '',
      finish_reason: 'length',
    });
  });

  it('when a reply only begins like a thought, then it is said whole', () => {
    expect(hear('<thi').result.text).toBe('<thi');
    expect(hear('<thanks> for nothing').result.text).toBe('<thanks> for nothing');
  });
});

interface Limits {
  maxTokens?: number;
  stop?: string[];
  speaker?: string;
  thinkingTokens?: number;
  startsThinking?: boolean;
  roomTokens?: number;
}

function listen({ thinkingTokens = 0, startsThinking = false, roomTokens = 2000, ...limits }: Limits): TokenReply {
  const request = { maxTokens: 500, stop: [], ...limits };
  return new TokenReply({ model, format: format(), request, roomTokens, thinkingTokens, startsThinking });
}

function hear(text: string, limits: Limits = {}): TokenReply {
  const reply = listen(limits);
  for (const token of model.tokenize(text)) if (reply.hear(token) === false) return reply;
  if (model.tokens.eos !== null) reply.hear(model.tokens.eos);
  return reply;
}
