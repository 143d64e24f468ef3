import type { LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, Request } from '../../../src/backends/backend.js';
import { drawLabel } from '../../../src/backends/draw-label.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { deriveSeed } from '../../../src/random-stream.js';
import { busRequest, demoGguf, llamaCppOptions, modelConfig, unhurried } from '../../town-hall/model.js';
import { bruteForce } from './brute-force.js';

const scale = { name: 'toxicity', values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
const tone = { name: 'tone', values: ['calm', 'very calm', 'heated', null] };
/** The default of annotation.sampling. */
const wholly = { temperature: 1, topP: 1, topK: 0, minP: 0 };

let model: LlamaModel;
let backend: Backend;
beforeAll(async () => {
  const { llama } = await startRuntime(1, () => undefined);
  model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
  const options = { options: llamaCppOptions({ inferenceThreads: 1 }) };
  backend = await loadBackend(modelConfig('llama_cpp', demoGguf, options), () => undefined);
});
afterAll(async () => {
  await backend.close();
  await model.dispose();
});

describe('labels scored by llama.cpp', () => {
  it('when a label is scored, then every spelling tried by itself says the same', async () => {
    const request = askFor([scale], 0);
    const [score] = (await backend.generate(request, unhurried)).label_scores ?? [];
    const truth = await bruteForce(model, request, { ...scale, ends: ['}'] });
    expectClose(score, truth);
    // 1 and 10 begin alike, and 10 is as unlikely as it is found to be.
    const [one = 0, ten = 0] = [score?.probabilities[0], score?.probabilities[9]];
    expect(Math.log(ten / one)).toBeCloseTo(Math.log((truth.probabilities[9] ?? 0) / (truth.probabilities[0] ?? 0)), 1);
  });

  it('when there are several metrics, then each is scored as if it were asked first, and both ends of its value count', async () => {
    const request = askFor([scale, tone], 0);
    const scores = (await backend.generate(request, unhurried)).label_scores ?? [];
    for (const [at, metric] of [scale, tone].entries()) {
      expectClose(scores[at], await bruteForce(model, request, { ...metric, ends: ['}', ','] }));
    }
    const turned = (await backend.generate(askFor([tone, scale], 0), unhurried)).label_scores ?? [];
    expectClose(turned[1], { probabilities: scores[0]?.probabilities ?? [], legalMass: scores[0]?.legal_mass ?? 0 });
  });

  it('when values have spaces before punctuation, which the decoder drops, then they can be spelled', async () => {
    const french = { name: 'tone', values: ["d'accord !", 'vraiment ?', 'oui , non', null] };
    expect(backend.measurePrompt?.(askFor([french], 0)).prompt).toBeGreaterThan(0);
    const [score] = (await backend.generate(askFor([french], 0), unhurried)).label_scores ?? [];
    expectClose(score, await bruteForce(model, askFor([french], 0), { ...french, ends: ['}'] }));
  });

  it('when a label is drawn 4,000 times, then each level comes as often as the model says', async () => {
    const truth = await bruteForce(model, askFor([scale], 0), { ...scale, ends: ['}'] });
    const scores = [{ probabilities: truth.probabilities, legalMass: truth.legalMass }];
    const draw = (n: number, temperature: number): string =>
      drawLabel([scale], scores, { ...askFor([scale], n).sampling, temperature }).text;
    // At 3, levels that this model finds unlikely come often enough to be counted.
    for (const temperature of [1, 3]) {
      const texts = Array.from({ length: 4000 }, (_, n) => draw(n, temperature));
      const counts = scale.values.map((level) => texts.filter((text) => text === `{"toxicity": ${level}}`).length);
      const chances = truth.probabilities.map((probability) => probability ** (1 / temperature));
      // The 0.999 quantile of χ² with 9 degrees of freedom.
      expect(chiSquare(counts, chances)).toBeLessThan(27.88);
    }
    const asked = Array.from({ length: 60 }, (_, n) => backend.generate(askFor([scale], n), unhurried));
    const drawn = (await Promise.all(asked)).map(({ text }) => text);
    // Where rounding moves the border of a level over a draw, the neighbour is drawn.
    expect(drawn.filter((text, n) => text !== draw(n, 1)).length).toBeLessThanOrEqual(2);
  });
});

function askFor(label: NonNullable<Request['label']>, draw: number): Request {
  const seed = deriveSeed([42, 'annotation', 'town-hall', 'nora', 1, draw, 0]);
  const history = busRequest().history.slice(0, 1);
  return busRequest({ order: [draw, 0], label, history, sampling: { ...wholly, seed } });
}

/** A pass of several sequences is rounded otherwise than a pass of one: hardly at all on some processors, visibly on others. */
function expectClose(
  score: { probabilities: readonly number[]; legal_mass: number } | undefined,
  truth: { probabilities: readonly number[]; legalMass: number },
): void {
  expect(score?.probabilities).toHaveLength(truth.probabilities.length);
  for (const [at, probability] of truth.probabilities.entries()) {
    expect(Math.abs(Math.log((score?.probabilities[at] ?? NaN) / probability))).toBeLessThan(0.05);
  }
  expect(Math.abs(Math.log((score?.legal_mass ?? NaN) / truth.legalMass))).toBeLessThan(0.05);
}

/** Levels that are expected less than five times are taken together. */
function chiSquare(counts: readonly number[], chances: readonly number[]): number {
  const [draws, whole] = [sum(counts), sum(chances)];
  const cells = chances.map((chance, at) => ({ expected: (draws * chance) / whole, found: counts[at] ?? 0 }));
  const rare = cells.filter(({ expected }) => expected < 5);
  const rest = { expected: sum(rare.map(({ expected }) => expected)), found: sum(rare.map(({ found }) => found)) };
  const tested = [...cells.filter(({ expected }) => expected >= 5), ...(rest.expected > 0 ? [rest] : [])];
  return sum(tested.map(({ expected, found }) => (found - expected) ** 2 / Math.max(1, expected)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
