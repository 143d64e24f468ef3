import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import type { OpenaiOptions } from '../../../src/config/engines/openai.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { json, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

describe('what a server counts', () => {
  it.each([
    ['strings', '40', '5'],
    ['fractions', 40.5, 0.5],
    ['negative', -40, -5],
    ['huge', 1e20, 1e300],
    ['lists', [40], {}],
  ])('when its token counts are %s, then they are unknown', async (_, prompt_tokens, completion_tokens) => {
    await using server = await startServer(reply({ content: 'Free buses.' }, { prompt_tokens, completion_tokens }));
    await using hall = await open(server);
    const completion = await hall.ask();
    expect(completion).toMatchObject({ text: 'Free buses.', prompt_tokens: null, completion_tokens: null });
  });

  it('when its counts are no mapping, then they are unknown, and zero is a count', async () => {
    await using server = await startServer(reply({ content: 'Free buses.' }, 45));
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ prompt_tokens: null, completion_tokens: null });
    server.behave = reply({ content: 'Free buses.' }, { prompt_tokens: 0, completion_tokens: 0 });
    expect(await hall.ask()).toMatchObject({ prompt_tokens: 0, completion_tokens: 0 });
  });
});

function reply(message: unknown, usage: unknown = {}): Behaviour {
  return (response) => {
    json(response, 200, { choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
  };
}

interface Hall extends AsyncDisposable {
  backend: Backend;
  ask: () => ReturnType<Backend['generate']>;
}

async function open({ url }: FaultyServer, overrides: Partial<OpenaiOptions> = {}, path = ''): Promise<Hall> {
  const options = openaiOptions({ baseUrls: [url], giveUpAfterMs: 0, ...overrides });
  const backend = await loadBackend(modelConfig('openai', path, { options }), () => undefined);
  return {
    backend,
    ask: () => backend.generate(busRequest(), unhurried),
    [Symbol.asyncDispose]: () => backend.close(),
  };
}
