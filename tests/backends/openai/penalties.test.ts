import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { startServer } from './faulty-server.js';

describe("a server's own repetition penalty", () => {
  it.each([
    ['vllm', 'repetition_penalty'],
    ['llamacpp', 'repeat_penalty'],
  ])(
    'when a request has a penalty of 1, then %s drops its own, whatever top_k is; otherwise it keeps it',
    async (kind, key) => {
      await using server = await startServer();
      server.kind = kind;
      const model = modelConfig('openai', '', { options: openaiOptions({ baseUrls: [server.url] }) });
      const backend = await loadBackend(model, () => undefined);
      const sampling = { temperature: 1, topP: 1, seed: 7 };
      await backend.generate(busRequest({ sampling: { ...sampling, topK: 20, repeatPenalty: 1 } }), unhurried);
      await backend.generate(busRequest({ sampling: { ...sampling, topK: 0 } }), unhurried);
      await backend.close();
      expect(server.bodies.slice(-2).map((body) => Reflect.get(body, key) as unknown)).toEqual([1, undefined]);
    },
  );
});
