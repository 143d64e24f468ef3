import { describe, expect, it } from 'vitest';
import type { Backend, Completion } from '../../src/backends/backend.js';
import { loadBackend } from '../../src/backends/load-backend.js';
import { askBackend } from '../../src/run/ask-backend.js';
import { usualRules } from '../../src/run/run-rules.js';
import { stopRequest } from '../../src/run/stop-request.js';
import { busRequest, modelConfig } from '../town-hall/model.js';

const log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

describe('asking an engine', () => {
  it('when it counts half a token, then the request fails by the engine’s name, without a second try', async () => {
    const engine = await saying({ prompt_tokens: 12.5 });
    const asked = askBackend(busRequest(), { backend: engine, rules: usualRules, stop: stopRequest(0), log });
    await expect(asked).rejects.toMatchObject({ code: 'SYNDISCO_REQUEST_REFUSED', tries: 1 });
    await expect(asked).rejects.toThrow(
      'the engine scripted gave a completion that cannot be kept: /prompt_tokens must be integer',
    );
  });

  it('when it gives half a character, then that is mended and kept', async () => {
    const engine = await saying({ text: 'Free \ud83d buses' });
    const asked = askBackend(busRequest(), { backend: engine, rules: usualRules, stop: stopRequest(0), log });
    expect((await asked).text).toBe('Free \ufffd buses');
  });
});

async function saying(changes: Partial<Completion>): Promise<Backend> {
  const engine = await loadBackend(modelConfig('scripted', ''), () => undefined);
  return {
    ...engine,
    generate: async (request, signal) => ({ ...(await engine.generate(request, signal)), ...changes }),
  };
}
