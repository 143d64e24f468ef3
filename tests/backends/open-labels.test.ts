import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, Request } from '../../src/backends/backend.js';
import { generateReply } from '../../src/backends/transformers/generate-reply.js';
import type { LoadedModel } from '../../src/backends/transformers/load-model.js';
import { loadBackend } from '../../src/backends/load-backend.js';
import { parseLabel } from '../../src/metrics/parse-label.js';
import { deriveSeed } from '../../src/random-stream.js';
import { busRequest, demoGguf, llamaCppOptions, modelConfig, unhurried } from '../town-hall/model.js';
import { loadDemo, openDemo } from './transformers/open-demo.js';

const source = 'Free buses for all "at last"! Who pays?';
const scale = { name: 'toxicity', values: [1, 2, 3, 4, 5, null] };
const price = { name: 'price', values: [], open: { kind: 'number', minimum: 0 } } as const;
const reason = { name: 'reason', values: [null], open: { kind: 'text', maxLength: 40 } } as const;
const worst = { name: 'worst', values: [], open: { kind: 'span', maxLength: 40, source } } as const;
const label = [scale, price, reason, worst];

let llama: Backend;
let onnx: LoadedModel;
beforeAll(async () => {
  const options = { options: llamaCppOptions({ inferenceThreads: 1 }) };
  llama = await loadBackend(modelConfig('llama_cpp', demoGguf, options), () => undefined);
  onnx = await loadDemo();
});
afterAll(async () => {
  await llama.close();
  await onnx.model.dispose();
});

describe('labels whose values nobody can list', () => {
  it('when llama.cpp is asked, then listed values are scored, and the others are written in the form', async () => {
    for (const draw of [0, 1, 2]) {
      const reply = await llama.generate(askFor(label, draw), unhurried);
      const labels = parseLabel(reply.text, label);
      expect(Object.keys(JSON.parse(reply.text) as object)).toEqual(['toxicity', 'price', 'reason', 'worst']);
      expect(Object.keys(labels).slice(0, 3)).toEqual(['toxicity', 'price', 'reason']);
      expect(reply.label_scores).toHaveLength(1);
    }
  });

  it('when llama.cpp is asked for a number between two bounds, then it writes no other', async () => {
    const share = { name: 'share', values: [], open: { kind: 'number', minimum: 0, maximum: 1 } } as const;
    for (const draw of [0, 1, 2, 3]) {
      const { text } = await llama.generate(askFor([share], draw), unhurried);
      expect(parseLabel(text, [share]), text).toHaveProperty('share');
    }
  });

  it('when other metrics are asked beside it, then the score of a listed one is what it is alone', async () => {
    const beside = await llama.generate(askFor(label, 0), unhurried);
    const alone = await llama.generate(askFor([scale], 0), unhurried);
    expect(beside.label_scores).toEqual(alone.label_scores);
  });

  it('when transformers is asked, then listed values are scored, and what is written for the others is valid', async () => {
    for (const draw of [0, 1, 2, 3, 4]) {
      const engine = openDemo(onnx, { slots: 1 });
      const reply = await generateReply(engine, askFor(label, draw), { signal: unhurried });
      expect(Object.keys(parseLabel(reply.text, label)), reply.text).toEqual(['toxicity', 'price', 'reason', 'worst']);
      expect(reply.label_scores).toHaveLength(1);
      expect(reply.completion_tokens).toBeGreaterThan(3);
    }
  });

  it('when the scripted engine is asked, then all labels are valid', async () => {
    const scripted = await loadBackend(modelConfig('scripted', ''), () => undefined);
    for (let draw = 0; draw < 20; draw += 1) {
      const { text } = await scripted.generate(askFor(label, draw), unhurried);
      expect(Object.keys(parseLabel(text, label))).toEqual(['toxicity', 'price', 'reason', 'worst']);
    }
  });
});

function askFor(asked: NonNullable<Request['label']>, draw: number): Request {
  return {
    ...busRequest({ order: [draw, 0], maxTokens: 200 }),
    closing: `User bella posted:\n${source}\nOutput:`,
    sampling: { temperature: 1, topP: 1, topK: 0, minP: 0, seed: deriveSeed([7, 'open labels', draw]) },
    stop: [],
    label: asked,
  };
}
