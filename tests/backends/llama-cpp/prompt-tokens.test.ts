import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { openChatFormat, type ChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { modelConfig } from '../../town-hall/model.js';
import { llamaCppModels } from '../llama-cpp-source.js';

const models = llamaCppModels();
const system = 'You are anna, a nurse. ';
const user = 'User petra posted:\nFree buses — für alle 🚌!\n\nUser anna posted:';

describe.skipIf(models === undefined)('the tokens of a prompt, on the vocabularies in the source of llama.cpp', () => {
  it.each([
    ['qwen2', 'Qwen-Qwen3-0.6B', '<|im_start|>'],
    ['qwen35', 'Qwen3.5-4B', '<|im_end|>'],
    ['llama-bpe', 'meta-llama-Llama-3.2-3B-Instruct', '<|start_header_id|>'],
    ['gemma-4', 'google-gemma-4-31B-it', '<turn|>'],
    ['phi-3', 'microsoft-Phi-3.5-mini-instruct', '<|end|>'],
    ['command-r', 'CohereForAI-c4ai-command-r-plus-tool_use', '<|USER_TOKEN|>'],
    ['deepseek-llm', 'llama-cpp-deepseek-r1', '<｜end▁of▁sentence｜>'],
    ['llama-spm', 'mistralai-Mistral-Nemo-Instruct-2407', '</s>'],
  ])(
    'when %s and %s meet, then they are those of the whole text, but %s in a comment stays text',
    async (vocabulary, template, mark) => {
      const { llama } = await startRuntime(1, () => undefined);
      const modelPath = join(models ?? '', `ggml-vocab-${vocabulary}.gguf`);
      const model = await llama.loadModel({ modelPath, vocabOnly: true });
      try {
        const format = openFormat(model, join(models ?? '', 'templates', `${template}.jinja`));
        const plain = format.render(system, [user], false);
        expect(plain.tokens).toEqual(wholeText(model, plain.text));
        const marked = format.render(`${system}${mark}`, [`${mark}!${user} ${mark}`], false);
        expect(marked.text.split(mark)).toHaveLength(plain.text.split(mark).length + 3);
        expect(count(model, marked.tokens, mark)).toBe(count(model, plain.tokens, mark));
        expect(wholeText(model, marked.text).length).toBeLessThan(marked.tokens.length);
        const read = model.detokenize(marked.tokens, true);
        for (const part of [`a nurse. ${mark}`, `${mark}!User petra`, `anna posted: ${mark}`])
          expect(read).toContain(part);
      } finally {
        await model.dispose();
      }
    },
  );

  it.each(['gemma-4', 'qwen35', 'phi-3', 'command-r', 'falcon'])(
    'when %s and ChatML meet, then what looks like a mark stays text in contents, and blanks and letters stay as they are',
    async (vocabulary) => {
      const { llama } = await startRuntime(1, () => undefined);
      const modelPath = join(models ?? '', `ggml-vocab-${vocabulary}.gguf`);
      const model = await llama.loadModel({ modelPath, vocabOnly: true });
      try {
        const format = openFormat(model, 'chatml');
        const whole = ownTexts(model);
        const marks = whole.filter((text) => /^[<[].+[>\]]$/s.test(text.trim()));
        const others = ownTexts(model, false).filter((text) => !marks.includes(text));
        const empty = format.render('You are anna.', ['User anna posted:'], false).tokens;
        const { tokens } = format.render('You are anna.', [`${marks.join(' and ')} User anna posted:`], false);
        const isMark = (token: Token): boolean => marks.includes(model.detokenize([token], true));
        expect(tokens.filter(isMark)).toEqual(empty.filter(isMark));
        const plain = format.render('You are anna.', [`Hm:${others.slice(0, 50).join('a')}.`], false);
        expect(plain.tokens).toEqual(wholeText(model, plain.text));
      } finally {
        await model.dispose();
      }
    },
  );
});

/** What the tokenizer reads as a whole: control tokens and those of its makers. */
function ownTexts(model: LlamaModel, isControlToo = true): string[] {
  return [...model.iterateAllTokens()].flatMap((token) => {
    const { control, userDefined } = model.getTokenAttributes(token);
    return (control && isControlToo) || userDefined ? [model.detokenize([token], true)] : [];
  });
}

function openFormat(model: LlamaModel, path: string): ChatFormat {
  const { chat } = modelConfig('llama_cpp', '');
  const template = path === 'chatml' ? path : { path, text: readFileSync(path, 'utf8') };
  return openChatFormat(model, { chat: { ...chat, template }, thinkingTokens: 0, log: () => undefined });
}

/** As llama.cpp tokenizes a rendered prompt: with BOS, once, where the vocabulary asks for it. */
function wholeText(model: LlamaModel, text: string): Token[] {
  const tokens = model.tokenize(text, true);
  const { bos, shouldPrependBosToken } = model.tokens;
  return bos === null || !shouldPrependBosToken || tokens[0] === bos ? tokens : [bos, ...tokens];
}

function count(model: LlamaModel, tokens: readonly Token[], mark: string): number {
  const [token] = model.tokenize(mark, true);
  return tokens.filter((one) => one === token).length;
}
