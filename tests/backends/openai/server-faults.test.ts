import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import type { OpenaiOptions } from '../../../src/config/engines/openai.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, json, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const key = 'sk-anna-0123456789';
let server: FaultyServer;
let backend: Backend | undefined;
let lines: string[];
beforeEach(async () => {
  process.env['TOWN_HALL_KEY'] = key;
  lines = [];
  server = await startServer();
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await server[Symbol.asyncDispose]();
  expect(lines.join('\n')).not.toContain(key);
});

const faults: [name: string, fault: Behaviour][] = [
  ['resets the connection', (response) => response.destroy()],
  [
    'answers a page of HTML',
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in'),
  ],
  ['answers broken JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choi')],
  [
    'breaks off in the middle',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"choices": [');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  [
    'answers without a choice',
    (response) => {
      json(response, 200, { choices: [] });
    },
  ],
  [
    'fails',
    (response) => {
      complain(response, 500, 'CUDA error');
    },
  ],
  [
    'is busy',
    (response) => {
      complain(response, 503, 'loading');
    },
  ],
  [
    'says 429',
    (response) => {
      complain(response, 429, 'slow down');
    },
  ],
  ['hangs', () => undefined],
];

describe('a server that does not always work', () => {
  it.each(faults)('when it %s at first, then the request is made again and nothing is lost', async (_name, fault) => {
    server.behave = (response, body, count) => {
      (count % 5 === 0 ? fault : comment())(response, body, count);
    };
    await load({ timeoutMs: 300 });
    const replies = await Promise.all(Array.from({ length: 12 }, (_, job) => ask({ order: [job, 0] })));
    expect(replies.map(({ text }) => text)).toEqual(replies.map(() => 'Free buses help everyone.'));
  });

  it.each(faults)(
    'when it %s for ever, then the engine counts as dead after a while, without a spin',
    async (_name, fault) => {
      server.behave = fault;
      await load({ timeoutMs: 100, giveUpAfterMs: 500 });
      const outcomes = await Promise.allSettled(Array.from({ length: 4 }, (_, job) => ask({ order: [job, 0] })));
      for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'SYNDISCO_ENGINE_DEAD' } });
      expect(server.bodies.length).toBeLessThan(40);
    },
  );

  it('when it says when to come back, then nothing is sent before', async () => {
    const times: number[] = [];
    server.behave = (response, body, count) => {
      times.push(performance.now());
      if (count === 0) complain(response, 429, 'slow down', { 'retry-after': '1' });
      else comment()(response, body, count);
    };
    await load();
    await ask();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('when it is busy above some load, then the load settles below twice that', async () => {
    server.behave = (response, body, count) => {
      if (server.load.now > 8) complain(response, 429, 'slow down');
      else comment(10)(response, body, count);
    };
    await load();
    await Promise.all(Array.from({ length: 200 }, (_, job) => ask({ order: [job, 0] })));
    const refused = server.bodies.length - 200;
    expect(refused).toBeLessThan(100);
  });

  it('when one of two dies, then the other makes its share, and the dead one is left alone', async () => {
    await using dead = await startServer((response) => response.destroy());
    await load({ baseUrls: [dead.url, server.url] });
    server.behave = comment(5);
    await Promise.all(Array.from({ length: 100 }, (_, job) => ask({ order: [job, 0] })));
    expect(dead.bodies.length).toBeLessThan(40);
  });

  it('when one of two fails a request, then the next try is at the other, though both are idle', async () => {
    await using dead = await startServer((response) => response.destroy());
    await load({ baseUrls: [dead.url, server.url] });
    await ask();
    expect(dead.bodies.filter(({ max_tokens }) => max_tokens > 1)).toHaveLength(1);
  });
});

describe('a server that lets nobody in', () => {
  it('when the key is wrong, then the run ends at once, and the key is in no message, even when the server repeats it', async () => {
    server.behave = (response) => {
      complain(response, 401, `Incorrect API key provided: ${key}`);
    };
    await load();
    const denied = ask();
    await expect(denied).rejects.toMatchObject({ code: 'SYNDISCO_SERVER_DENIED' });
    await expect(denied).rejects.toThrow(/\[key\]/);
    await expect(denied).rejects.not.toThrow(key);
    expect(server.bodies.map(({ max_tokens }) => max_tokens)).toEqual([60, 1]);
  });

  it('when no server is there, then loading says so', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    server = await startServer();
    await expect(load({ baseUrls: [url] })).rejects.toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
  });
});

async function load(overrides: Partial<OpenaiOptions> = {}): Promise<void> {
  const options = { options: openaiOptions({ baseUrls: [server.url], ...overrides }) };
  backend = await loadBackend(modelConfig('openai', '', options), (level, text) => lines.push(`${level} ${text}`));
}

function ask(overrides: Parameters<typeof busRequest>[0] = {}): Promise<Completion> {
  if (!backend) throw new Error('no backend');
  return backend.generate(busRequest(overrides), unhurried);
}
