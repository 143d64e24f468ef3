import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLabel } from '../../../src/metrics/parse-label.js';
import { turnsOf, type Completion, type Request } from '../../../src/backends/backend.js';
import { openForward } from '../../../src/backends/transformers/forward.js';
import { generateReply } from '../../../src/backends/transformers/generate-reply.js';
import type { LoadedModel } from '../../../src/backends/transformers/load-model.js';
import { deriveSeed } from '../../../src/random-stream.js';
import { busRequest, unhurried } from '../../town-hall/model.js';
import { loadDemo, openDemo } from './open-demo.js';

const scale = { name: 'toxicity', values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
const tone = { name: 'tone', values: ['calm', 'heated', null] };

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadDemo();
});
afterAll(async () => {
  await loaded.model.dispose();
});

describe('labels scored by transformers', () => {
  it('when a label is scored, then every spelling read by itself says the same', async () => {
    const engine = openDemo(loaded, { slots: 4 });
    const request = askFor([scale], 0);
    const reply = await generateReply(engine, request, { signal: unhurried });
    const [score] = reply.label_scores ?? [];
    const { render } = engine.format;
    const truth = await readAlone(render(request.system, turnsOf(request)).tokens);
    const legalMass = truth.reduce((sum, mass) => sum + mass, 0);
    for (const [at, mass] of truth.entries()) {
      expect(Math.abs((score?.probabilities[at] ?? NaN) - mass / legalMass)).toBeLessThan(1e-5);
    }
    expect(Math.abs(Math.log((score?.legal_mass ?? NaN) / legalMass))).toBeLessThan(1e-4);
  });

  it('when labels are asked for among other replies, then each is legal and the same as alone', async () => {
    const labels = [0, 1, 2, 3, 4, 5].map((draw) => askFor([scale, tone], draw));
    const together = await askAll([...labels, busRequest({ order: [9, 0] })]);
    const alone = await Promise.all(labels.map(async (request) => (await askAll([request]))[0]));
    for (const [at, { text, label_scores: scores }] of together.slice(0, -1).entries()) {
      expect(Object.keys(parseLabel(text, [scale, tone]))).toEqual(['toxicity', 'tone']);
      expect({ text, scores }).toEqual({ text: alone[at]?.text, scores: alone[at]?.label_scores });
    }
    expect(together.at(-1)?.text).not.toContain('{');
  });

  it('when memory runs out in the middle of a label, then it is scored again', async () => {
    let passes = 0;
    const strain = (): void => {
      if (++passes === 7) throw new Error('out of memory');
    };
    const engine = openDemo(loaded, { slots: 4, strain });
    const requests = [0, 1].map((draw) => askFor([scale], draw));
    const replies = await Promise.all(requests.map((request) => generateReply(engine, request, { signal: unhurried })));
    expect(engine.warnings).toHaveLength(1);
    expect(replies.map(({ text }) => text)).toEqual((await askAll(requests)).map(({ text }) => text));
  });
});

function askFor(label: NonNullable<Request['label']>, draw: number): Request {
  const seed = deriveSeed([42, 'annotation', 'town-hall', 'nora', 1, draw, 0]);
  return busRequest({ order: [draw, 0], label, sampling: { temperature: 1, topP: 1, topK: 0, minP: 0, seed } });
}

function askAll(requests: readonly Request[]): Promise<Completion[]> {
  const engine = openDemo(loaded, { slots: 4 });
  return Promise.all(requests.map((request) => generateReply(engine, request, { signal: unhurried })));
}

/** P(value and its end) of each level: after the text before it, one pass for each token. */
async function readAlone(prompt: readonly number[]): Promise<number[]> {
  const forward = openForward(loaded);
  const spell = (text: string): number[] => loaded.tokenizer.encode(text, { add_special_tokens: false });
  const given = spell('{"toxicity":');
  const masses: number[] = [];
  for (const level of scale.values) {
    const rest = spell(`{"toxicity": ${level}}`).slice(given.length);
    const start = await forward({ tokens: [prompt] });
    let pass = await forward({ tokens: [given], past: start.past });
    let mass = 1;
    for (const token of rest) {
      const logits = Array.from(pass.logits[0] ?? []);
      const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0);
      mass *= Math.exp((logits[token] ?? NaN) - highest) / total;
      pass = await forward({ tokens: [[token]], past: pass.past });
    }
    masses.push(mass);
  }
  return masses;
}
