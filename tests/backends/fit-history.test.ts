import { describe, expect, it } from 'vitest';
import { RefusedRequest, type Request } from '../../src/backends/backend.js';
import { describeRoom, fitHistory, measureBare, type PromptRendering } from '../../src/backends/fit-history.js';
import { busRequest } from '../town-hall/model.js';

/** A token is a word. */
const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const layout = (contextTokens: number): PromptRendering<number> => ({
  contextTokens,
  render: (system, turns) => words([system, ...turns].join(' ')),
  tokensOf: (count) => count,
});
/** A prompt of 10 words and so many blocks of 10 words. */
const debate = (blocks: number, maxTokens: number): Request =>
  busRequest({
    system: 'one two three four five six seven',
    closing: 'User anna posted:',
    history: Array.from({ length: blocks }, () => 'User ivan posted: one two three four five six seven'),
    maxTokens,
  });

describe('room for a reply', () => {
  it.each([1, 40, 80, 200, 256])(
    'when max_tokens is %i, then all of it is kept, and history goes for it',
    (maxTokens) => {
      for (const context of [maxTokens + 10, maxTokens + 19, maxTokens + 20, maxTokens + 305, maxTokens + 310]) {
        const fitted = fitHistory(debate(30, maxTokens), layout(context));
        const kept = Math.min(30, Math.floor((context - maxTokens - 10) / 10));
        expect(fitted).toEqual({ prompt: 10 + 10 * kept, droppedBlocks: 30 - kept, replyTokens: maxTokens });
        expect(describeRoom(debate(30, maxTokens), fitted.replyTokens)).toEqual({});
      }
    },
  );

  it('when max_tokens is more, then history goes only until 256 are left, and the reply gets what is left', () => {
    const request = debate(30, 1500);
    expect(fitHistory(request, layout(2048))).toEqual({ prompt: 310, droppedBlocks: 0, replyTokens: 1500 });
    expect(fitHistory(request, layout(1600))).toEqual({ prompt: 310, droppedBlocks: 0, replyTokens: 1290 });
    expect(fitHistory(request, layout(566))).toEqual({ prompt: 310, droppedBlocks: 0, replyTokens: 256 });
    expect(fitHistory(request, layout(565))).toEqual({ prompt: 300, droppedBlocks: 1, replyTokens: 265 });
    expect(describeRoom(request, 1290)).toEqual({ max_tokens: 1290 });
  });

  it('when a label needs more than 256 tokens, then it has them', () => {
    const label = [{ name: 'topic', values: ['buses', 'x'.repeat(400)] }];
    const request = { ...debate(30, 1500), label };
    const { replyTokens } = fitHistory(request, layout(700));
    expect(replyTokens).toBeGreaterThan(410);
  });

  it('when not even 256 are left without history, then the request is refused', () => {
    expect(() => fitHistory(debate(3, 1500), layout(265))).toThrow(RefusedRequest);
    expect(() => fitHistory(debate(3, 1500), layout(265))).toThrow(/takes 10 tokens.*256 are kept.*holds 265/);
  });

  it('when a prompt is measured, then without its history', () => {
    expect(measureBare(debate(30, 1500), layout(2048))).toEqual({ prompt: 10, context: 2048 });
  });
});
