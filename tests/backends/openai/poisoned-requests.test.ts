import { describe, it } from 'vitest';
import { ExhaustedRequest, type Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import type { OpenaiOptions } from '../../../src/config/engines/openai.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const poison = 'the number 7 bus';

/** Long enough for an answer on a busy machine, and short enough to wait for five times. */
const timeoutMs = 1500;

const faults: [name: string, fault: Behaviour][] = [
  ['is answered 500', answerError(500)],
  ['hangs', () => undefined],
  ['hangs in the middle of its answer', (response) => response.writeHead(200).write('{"choices": [')],
  ['kills the connection', (response) => response.destroy()],
  ['is answered 429', answerError(429)],
  ['is answered with HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
];

describe.concurrent('a request that no server answers, while they answer others', () => {
  it.for(faults)(
    'when it always %s and is alone, then it fails by itself, and the engine lives',
    async ([, fault], { expect }) => {
      await using server = await startServer(poisoned(fault));
      await using hall = await open([server], { giveUpAfterMs: 500 });
      await expect(hall.ask({ closing: poison })).rejects.toThrow(ExhaustedRequest);
      expect(await hall.ask()).toMatchObject({ text: 'Free buses help everyone.' });
    },
  );

  it.for(faults)(
    'when it always %s and others are made, then it alone fails, after a few tries',
    async ([, fault], { expect }) => {
      await using server = await startServer(poisoned(fault, 20));
      await using hall = await open([server], { giveUpAfterMs: 1000, maxInFlight: 2 });
      let failure: unknown;
      void hall.ask({ order: [0, 0], closing: poison }).catch((error: unknown) => (failure = error));
      for (let job = 1; failure === undefined; job++) await hall.ask({ order: [job, 0] });
      expect(failure).toBeInstanceOf(ExhaustedRequest);
      expect(server.bodies.filter(isPoisoned).length).toBeLessThanOrEqual(8);
    },
  );

  it('when there are two servers and one is dead, then what the dead one lets fall is no failure of the request', async ({
    expect,
  }) => {
    await using dead = await startServer((response) => response.destroy());
    await using server = await startServer(comment(5));
    await using hall = await open([dead, server], { maxInFlight: 8, giveUpAfterMs: 500 });
    const replies = await Promise.all(Array.from({ length: 200 }, (_, job) => hall.ask({ order: [job, 0] })));
    expect(replies).toHaveLength(200);
  });

  it('when the server dies meanwhile, then the engine is dead, for the poisoned request too', async ({ expect }) => {
    await using server = await startServer(poisoned(() => undefined));
    await using hall = await open([server], { giveUpAfterMs: 1500 });
    const failure = hall.ask({ closing: poison }).catch((error: unknown) => error);
    await hall.ask({ order: [1, 0] });
    server.behave = answerError(500);
    await expect(hall.ask({ order: [2, 0] })).rejects.toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
    expect(await failure).toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
  });
});

function answerError(status: number): Behaviour {
  return (response) => {
    complain(response, status, 'the engine is in trouble');
  };
}

function poisoned(fault: Behaviour, afterMs = 0): Behaviour {
  return (response, body, count) => {
    (isPoisoned(body) ? fault : comment(afterMs))(response, body, count);
  };
}

function isPoisoned({ messages }: { messages: { content: string }[] }): boolean {
  return messages.some(({ content }) => content.includes(poison));
}

interface Hall extends AsyncDisposable {
  ask(overrides?: Parameters<typeof busRequest>[0]): Promise<Completion>;
}

async function open(servers: readonly FaultyServer[], overrides: Partial<OpenaiOptions>): Promise<Hall> {
  const options = openaiOptions({ baseUrls: servers.map(({ url }) => url), timeoutMs, ...overrides });
  const backend = await loadBackend(modelConfig('openai', '', { options }), () => undefined);
  return {
    ask: (request = {}) => backend.generate(busRequest(request), unhurried),
    [Symbol.asyncDispose]: () => backend.close(),
  };
}
