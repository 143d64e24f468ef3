import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAnswerTokens } from '../../../src/backends/transformers/answer-tokens.js';
import { importLibrary, settle } from '../../../src/backends/transformers/load-model.js';
import { beginAnswer } from '../../../src/backends/written-answers/begin-answer.js';
import type { Writing } from '../../../src/backends/written-answers/writing.js';
import { demoOnnx } from '../../town-hall/model.js';

const source = 'Größe zählt 🚌 – "sagt" sie.';
const worst = { name: 'worst', values: [null], open: { kind: 'span', maxLength: 100, source } } as const;

describe('answers in the tokens of GPT-2, which may end within a character', () => {
  let tokenizer: PreTrainedTokenizer;
  beforeAll(async () => {
    const library = await importLibrary();
    settle(library, true);
    tokenizer = await library.AutoTokenizer.from_pretrained(demoOnnx);
  });

  it('when a passage is spelled in tokens, then each may follow the one before, and together they are the passage', () => {
    const tokens = openAnswerTokens(tokenizer);
    const passage = ` ${JSON.stringify(source)}}`;
    const spelled = tokenizer.encode(passage, { add_special_tokens: false });
    expect(tokens.textOf(spelled)).toBe(passage);
    let written: Writing | undefined = beginAnswer(worst);
    for (const token of spelled) {
      expect(written && tokens.after(written)).toContain(token);
      written = written && tokens.add(written, token);
    }
    expect(written?.isWhole).toBe(true);
  });

  it('when the next character is known, then no other token may follow', () => {
    const tokens = openAnswerTokens(tokenizer);
    let written: Writing | undefined = beginAnswer(worst);
    for (const byte of Buffer.from(' "zählt 🚌')) written = written?.next(byte);
    const next = written ? tokens.after(written).map((token) => tokens.textOf([token])) : [];
    const ways = [String.raw` – \"sagt\" sie."}`, '"}'];
    const others = next.filter((text) => !text.includes('\ufffd') && !ways.some((way) => way.startsWith(text)));
    expect([next.includes(' '), next.includes('"'), others]).toEqual([true, true, []]);
  });
});

describe('answers in the tokens of SentencePiece', () => {
  const pieces = ['<unk>', '▁"', 'größer', '▁und', '"}', '<0xF0>', '<0x9F>', '<0x9A>', '<0x8C>', '▁', '</s>'];
  const json = {
    decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }] },
    added_tokens: [{ id: 0 }, { id: 10 }],
    model: { vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])) },
  };
  const tokenizerOf = (one: object): PreTrainedTokenizer => ({ _tokenizerJSON: one }) as unknown as PreTrainedTokenizer;

  it.each([
    ['BPE', json],
    ['Unigram', { ...json, model: { vocab: pieces.map((piece) => [piece, -1]) } }],
  ])(
    'when %s pieces stand for spaces and bytes, then they are read as such, and special ones are never allowed',
    (_, one) => {
      const tokens = openAnswerTokens(tokenizerOf(one));
      const reason = { name: 'reason', values: [], open: { kind: 'text', maxLength: 20 } } as const;
      const begun = beginAnswer(reason);
      expect(tokens.after(begun)).toEqual([9, 1]);
      const spelled = [1, 2, 3, 9, 5, 6, 7, 8, 4];
      expect(tokens.textOf(spelled)).toBe(' "größer und 🚌"}');
      let written: Writing | undefined = begun;
      for (const token of spelled) written = written && tokens.add(written, token);
      expect(written?.isWhole).toBe(true);
      expect(tokens.add(begun, 10)).toBeUndefined();
    },
  );
});
