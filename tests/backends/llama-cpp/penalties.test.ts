import type { Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sampling } from '../../../src/backends/backend.js';
import type { BatchPort } from '../../../src/backends/llama-cpp/batch-port.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { penalize } from '../../../src/backends/penalize.js';
import { demoGguf } from '../../town-hall/model.js';

const size = { sequences: 1, contextTokens: 256, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
const likeliest = { temperature: 0, topP: 1, seed: 7 } as const;
const draws = 8;

let port: BatchPort;
let logits: number;
let chances: Float32Array;
let close: () => Promise<void>;

beforeAll(async () => {
  const { llama } = await startRuntime(1, () => undefined);
  const model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
  const context = await openContext(model, size);
  const opened = openBatchPort(llama, model, context);
  if (!opened) throw new Error('the internals of node-llama-cpp are not as expected');
  port = opened;
  const tokens = model.tokenize('The city should make all buses');
  const [handle] = await port.decode([{ sequence: 0, position: 0, tokens, wantsLogits: true }]);
  logits = handle ?? NaN;
  const all = Array.from(model.iterateAllTokens());
  const greedy = port.openSampler(likeliest);
  chances = Float32Array.from(await greedy.weigh(logits, all));
  greedy.dispose();
  close = async () => {
    await context.dispose();
    await model.dispose();
  };
});
afterAll(() => close());

describe('penalties of llama.cpp', () => {
  it.each([
    ['frequency_penalty', { frequencyPenalty: 0.4 }],
    ['presence_penalty', { presencePenalty: 1.3 }],
    ['both', { frequencyPenalty: 0.3, presencePenalty: 0.5 }],
  ])(
    'when the same logits are drawn from again, then %s has moved the draw as the formula says',
    async (_which, shares) => {
      const scaled = Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * lead()]));
      const said: number[] = [];
      for (let draw = 0; draw < draws; draw++) said.push(highest(penalize(chances, said, scaled)));
      expect(new Set(said).size).toBeGreaterThan(1);
      expect(await drawAll(scaled)).toEqual(said);
    },
  );

  it('when repeat_penalty is set, then the likeliest token is not drawn twice in a row, and without penalties always', async () => {
    const [first, second] = await drawAll({ repeatPenalty: 10 });
    expect(first).toBe(highest(chances));
    expect(second).not.toBe(first);
    expect(new Set(await drawAll({}))).toEqual(new Set([first]));
  });
});

async function drawAll(penalties: Partial<Sampling>): Promise<Token[]> {
  const sampler = port.openSampler({ ...likeliest, ...penalties });
  const drawn: Token[] = [];
  for (let draw = 0; draw < draws; draw++) drawn.push(await sampler.draw(logits));
  sampler.dispose();
  return drawn;
}

/** Of the likeliest token over the next: penalties are given as shares of it. */
function lead(): number {
  const [first = 0, second = 0] = chances.toSorted().reverse();
  return first - second;
}

function highest(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}
