import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, demoGguf, modelConfig, seeded, unhurried } from '../../town-hall/model.js';

const warnings: string[] = [];
let backend: Backend;

/** A version of node-llama-cpp that lacks one of the internal calls. */
beforeAll(async () => {
  const { llama } = await startRuntime(1, () => undefined);
  const bindings = Reflect.get(llama, '_bindings') as { AddonContext: new (...options: unknown[]) => object };
  class OlderContext extends bindings.AddonContext {
    copySequenceStateFromOtherSequence = undefined;
  }
  const older = new Proxy(bindings, {
    get: (target, name): unknown => (name === 'AddonContext' ? OlderContext : Reflect.get(target, name)),
  });
  Reflect.set(llama, '_bindings', older);
  backend = await loadBackend(modelConfig('llama_cpp', demoGguf), (level, text) => {
    if (level === 'warn') warnings.push(text);
  });
});
afterAll(() => backend.close());

describe('a node-llama-cpp with other internals', () => {
  it('when it is loaded, then one warning says that it is slower and how to fix it', () => {
    expect(warnings).toEqual([expect.stringMatching(/slower.*npm install node-llama-cpp@/)]);
  });

  it('when labels are to be scored, then it says why it cannot', async () => {
    expect(await backend.obstacleToScores?.([{ name: 'toxicity', values: [1, 2] }])).toMatch(/grammar/);
  });

  it('when more replies are asked for than it makes at once, then all are made', async () => {
    const requests = Array.from({ length: 9 }, (_, job) => busRequest({ order: [job, 2], ...seeded(job) }));
    const replies = await Promise.all(requests.map((request) => backend.generate(request, unhurried)));
    for (const { text, finish_reason } of replies) expect([text !== '', finish_reason]).toEqual([true, 'stop']);
    expect(new Set(replies.map(({ text }) => text)).size).toBeGreaterThan(5);
  });

  it('when a request is made again alone, then the text is the same', async () => {
    const [one, again] = [
      await backend.generate(busRequest(), unhurried),
      await backend.generate(busRequest(), unhurried),
    ];
    expect(again.text).toBe(one.text);
  });

  it('when comments are labelled, then every label is legal, and the same again', async () => {
    const values = [1, 2, 3, null];
    const label = [{ name: 'toxicity', values }];
    const requests = Array.from({ length: 6 }, (_, job) => busRequest({ order: [job, 2], label, ...seeded(job) }));
    const speak = async (): Promise<string[]> =>
      (await Promise.all(requests.map((request) => backend.generate(request, unhurried)))).map(({ text }) => text);
    const texts = await speak();
    for (const text of texts) expect(values.map((value) => `{"toxicity": ${value}}`)).toContain(text);
    expect(await speak()).toEqual(texts);
  });

  it('when a request is aborted while others wait, then it rejects and the others are served', async () => {
    const leaving = new AbortController();
    const left = backend.generate(busRequest({ order: [0, 0] }), leaving.signal);
    const others = Array.from({ length: 6 }, (_, job) => backend.generate(busRequest({ order: [job, 1] }), unhurried));
    leaving.abort(new Error('anna left the hall'));
    await expect(left).rejects.toThrow('anna left the hall');
    expect(await Promise.all(others)).toHaveLength(6);
  });

  it('when it is closed while replies are made and wait, then all of them reject', async () => {
    const replies = Array.from({ length: 6 }, (_, job) => backend.generate(busRequest({ order: [job, 2] }), unhurried));
    const outcomes = Promise.allSettled(replies);
    await backend.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'rejected'));
  });
});
