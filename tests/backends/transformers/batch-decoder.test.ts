import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Completion, Request } from '../../../src/backends/backend.js';
import { generateReply } from '../../../src/backends/transformers/generate-reply.js';
import type { LoadedModel } from '../../../src/backends/transformers/load-model.js';
import { busRequest, unhurried } from '../../town-hall/model.js';
import { loadDemo, openDemo, type DemoEngine } from './open-demo.js';

const [opening = '', answer = ''] = busRequest().history;
const draw = { temperature: 0.7, topP: 0.9 };

/** Six turns that have nothing in common: prompts, seeds, samplings, lengths and stops. */
const sixTurns = [
  { history: [], sampling: { ...draw, seed: 1 } },
  { history: [opening], sampling: { temperature: 1.2, topP: 1, topK: 20, seed: 2 }, maxTokens: 9 },
  { history: [opening, answer], sampling: { ...draw, minP: 0.1, seed: 3 }, stop: [' the'] },
  { history: [answer, opening, answer], sampling: { temperature: 0, topP: 1, seed: 4 }, maxTokens: 40 },
  { history: [answer], closing: 'User petra posted:', sampling: { ...draw, seed: 5 }, maxTokens: 3 },
  { history: [opening, opening, answer, answer], sampling: { ...draw, topK: 5, seed: 6 }, stop: ['e'] },
].map((turn, job) => busRequest({ order: [job, 2], ...turn }));

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadDemo();
});
afterAll(async () => {
  await loaded.model.dispose();
});

function askAll(engine: DemoEngine, requests: readonly Request[], signal = unhurried): Promise<Completion[]> {
  return Promise.all(requests.map((request) => generateReply(engine, request, { signal })));
}

/** Forward passes that a reply needs: one for its prompt, which gives the first token, and one for every other token. */
function passesOf({ completion_tokens: said, finish_reason: reason }: Completion): number {
  return (said ?? 0) + (reason === 'stop' ? 1 : 0);
}

describe('a batch of six unequal turns', () => {
  let engine: DemoEngine;
  let replies: Completion[];
  beforeAll(async () => {
    engine = openDemo(loaded, { slots: 6 });
    replies = await askAll(engine, sixTurns);
  });

  it('when they are made together, then each keeps to its own length and stops', () => {
    const [, short, noThe, , shortest, noE] = replies;
    expect(short?.completion_tokens).toBeLessThanOrEqual(9);
    expect(shortest).toMatchObject({ finish_reason: 'length', completion_tokens: 3 });
    expect(noThe?.text).not.toContain(' the');
    expect(noE).toMatchObject({ finish_reason: 'stop_string', text: expect.not.stringContaining('e') as string });
    expect(new Set(replies.map(({ prompt_tokens }) => prompt_tokens)).size).toBe(6);
  });

  it('when they are made together, then the passes are those of the longest reply, not of all, and every prompt is read once', () => {
    const reading = engine.passes.filter(({ tokens }) => tokens > 1);
    const speaking = engine.passes.filter(({ tokens }) => tokens === 1);
    expect(reading.map(({ rows, tokens }) => [rows, tokens])).toEqual(
      replies.map(({ prompt_tokens }) => [1, prompt_tokens]),
    );
    expect(speaking).toHaveLength(Math.max(...replies.map(passesOf)) - 1);
    const rows = speaking.reduce((sum, pass) => sum + pass.rows, 0);
    expect(rows).toBe(replies.reduce((sum, reply) => sum + passesOf(reply) - 1, 0));
  });

  it('when it is made five times, then the texts are the same five times', async () => {
    const texts = replies.map(({ text }) => text);
    for (let again = 0; again < 5; again++) {
      const repeated = await askAll(openDemo(loaded, { slots: 6 }), sixTurns);
      expect(repeated.map(({ text }) => text)).toEqual(texts);
    }
  });

  it('when the turns are asked for in another order, then the texts are the same', async () => {
    const reversed = await askAll(openDemo(loaded, { slots: 6 }), [...sixTurns].reverse());
    expect(reversed.map(({ text }) => text).reverse()).toEqual(replies.map(({ text }) => text));
  });

  it('when one is aborted on the way, then it rejects at once and the others say what they would have said', async () => {
    const giveUp = new AbortController();
    const other = openDemo(loaded, {
      slots: 6,
      strain: (_pass, done) => {
        if (done === 9) giveUp.abort(new Error('too slow'));
      },
    });
    const outcomes = await Promise.allSettled(
      sixTurns.map((request, at) => generateReply(other, request, { signal: at === 3 ? giveUp.signal : unhurried })),
    );
    expect(outcomes[3]).toMatchObject({ status: 'rejected', reason: { message: 'too slow' } });
    const texts = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.text : undefined));
    expect(texts).toEqual(replies.map(({ text }, at) => (at === 3 ? undefined : text)));
  });

  it('when all are aborted, then the engine stops within a pass', async () => {
    const giveUp = new AbortController();
    const other = openDemo(loaded, {
      slots: 6,
      strain: (_pass, done) => {
        if (done === 8) giveUp.abort(new Error('the run is being stopped'));
      },
    });
    const outcomes = await Promise.allSettled(
      sixTurns.map((request) => generateReply(other, request, { signal: giveUp.signal })),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3);
    await other.decoder.close();
    expect(other.passes).toHaveLength(9);
  });
});

describe('more turns than there is room for', () => {
  const many = Array.from({ length: 12 }, (_, job) =>
    busRequest({ order: [job, 2], history: job % 2 ? [answer] : [], sampling: { ...draw, seed: job } }),
  );

  it('when a reply is over, then the next turn takes its place at once, and starts are told in the order of the plan', async () => {
    const engine = openDemo(loaded, { slots: 4 });
    const started: number[] = [];
    const replies = await Promise.all(
      many.map((request, job) =>
        generateReply(engine, request, {
          signal: unhurried,
          onStart() {
            started.push(job);
            return () => undefined;
          },
        }),
      ),
    );
    expect(started).toEqual(many.map((_, job) => job));
    const speaking = engine.passes.filter(({ tokens }) => tokens === 1).map(({ rows }) => rows);
    const lastStart = engine.passes.findLastIndex(({ tokens }) => tokens > 1);
    const before = engine.passes.slice(0, lastStart).filter(({ tokens }) => tokens === 1);
    expect(new Set(before.map(({ rows }) => rows))).toEqual(new Set([4]));
    expect(speaking.reduce((sum, rows) => sum + rows, 0)).toBe(
      replies.reduce((sum, reply) => sum + passesOf(reply) - 1, 0),
    );
  });

  it('when one reply is made at a time, then its text is the same whatever else is asked', async () => {
    const alone = await askAll(openDemo(loaded, { slots: 1 }), many.slice(3, 4));
    const strict = openDemo(loaded, { slots: 1 });
    const among = await askAll(strict, many.slice(0, 6));
    expect(among[3]?.text).toBe(alone[0]?.text);
    expect(new Set(strict.passes.map(({ rows }) => rows))).toEqual(new Set([1]));
  });

  it('when top_p leaves nearly nothing, then the text is that of temperature 0', async () => {
    const engine = openDemo(loaded, { slots: 1 });
    const [greedy, narrow] = await askAll(engine, [
      busRequest({ sampling: { temperature: 0, topP: 1, seed: 1 } }),
      busRequest({ sampling: { temperature: 1.5, topP: 1e-6, seed: 2 } }),
    ]);
    expect(narrow?.text).toBe(greedy?.text);
  });
});

describe('a machine that cannot do everything', () => {
  const outOfMemoryWhen = (isTooMuch: boolean): void => {
    if (isTooMuch) throw new Error('std::bad_alloc');
  };

  it('when more than two rows are too many, then nothing is lost: all replies are made, two at a time', async () => {
    const engine = openDemo(loaded, {
      slots: 4,
      strain: ({ tokens }) => {
        outOfMemoryWhen(tokens.length > 2);
      },
    });
    const replies = await askAll(engine, sixTurns);
    expect(replies.every(({ text }) => text !== '')).toBe(true);
    expect(replies[4]).toMatchObject({ finish_reason: 'length', completion_tokens: 3 });
    expect(Math.max(...engine.passes.map(({ rows }) => rows))).toBe(2);
    expect(engine.warnings[0]).toMatch(/4 replies at once \(std::bad_alloc\).* 2,/);
    expect(engine.warnings).toHaveLength(1);
    expect(engine.passes.length).toBeLessThan(6 * 3 + replies.reduce((sum, reply) => sum + passesOf(reply), 0));
  });

  it('when one turn fails even alone, then it alone is rejected', async () => {
    const longest = Math.max(
      ...(await askAll(openDemo(loaded, { slots: 1 }), sixTurns)).map((one) => one.prompt_tokens ?? 0),
    );
    const engine = openDemo(loaded, {
      slots: 6,
      strain: ({ tokens }) => {
        outOfMemoryWhen((tokens[0]?.length ?? 0) >= longest);
      },
    });
    const outcomes = await Promise.allSettled(
      sixTurns.map((request) => generateReply(engine, request, { signal: unhurried })),
    );
    const rejected = outcomes.filter(({ status }) => status === 'rejected');
    expect(rejected).toEqual([expect.objectContaining({ reason: new Error('std::bad_alloc') })]);
  });

  it('when it is closed on the way, then what is unfinished is rejected and nothing more is taken', async () => {
    const engine = openDemo(loaded, { slots: 2 });
    const asked = Promise.allSettled(sixTurns.map((request) => generateReply(engine, request, { signal: unhurried })));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await engine.decoder.close();
    const outcomes = await asked;
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { message: 'the engine is closed' } });
    await expect(askAll(engine, sixTurns)).rejects.toThrow('the engine is closed');
  });
});
