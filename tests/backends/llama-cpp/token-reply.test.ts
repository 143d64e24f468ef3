import { getLlama, type LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { TokenReply } from '../../../src/backends/llama-cpp/token-reply.js';
import { demoGguf } from '../town-hall.js';

let model: LlamaModel;
beforeAll(async () => {
  const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false });
  model = await llama.loadModel({ modelPath: demoGguf, vocabOnly: true });
});
afterAll(() => model.dispose());

const format: Pick<ChatFormat, 'stopTokens' | 'stopTexts'> = { stopTokens: new Set(), stopTexts: ['<|im_end|>'] };

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

  it('when the end of a turn comes as plain text, then the reply has simply ended', () => {
    expect(hear('Free buses help.<|im_end|> and more').result).toMatchObject({
      finish_reason: 'stop',
      text: 'Free buses help.',
    });
  });
});

function hear(text: string, limits: { maxTokens?: number; stop?: string[] } = {}): TokenReply {
  const reply = new TokenReply(model, format, { maxTokens: 500, stop: [], ...limits });
  for (const token of model.tokenize(text)) if (!reply.hear(token)) return reply;
  if (model.tokens.eos !== null) reply.hear(model.tokens.eos);
  return reply;
}
