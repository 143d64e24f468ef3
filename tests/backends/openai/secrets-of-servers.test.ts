import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { complain, json, startServer, type FaultyServer } from './faulty-server.js';

const key = 'sk-anna-0123456789';
beforeAll(() => {
  process.env['TOWN_HALL_KEY'] = key;
});
afterAll(() => {
  delete process.env['TOWN_HALL_KEY'];
});

describe('a server that repeats the API key', () => {
  it.each([401, 403, 404, 400, 500])(
    'when it does so with %i at /models, then loading shows no key',
    async (status) => {
      await using server = await startServer();
      server.list = (response, { authorization = '' }) => {
        complain(response, status, `Incorrect API key provided: ${authorization}`);
      };
      const told = await tellLoading(server);
      expect(told).toContain('[key]');
      expect(told).not.toContain(key);
    },
  );
});

describe('a server that repeats extra_body', () => {
  it.each<[what: string, extraBody: object, said: string]>([
    ['a key', { patient_group: true }, 'unknown field: patient_group'],
    ['a nested key', { tags: { ward7: null } }, 'unknown field WARD7 in a mapping'],
    ['a nested value', { tags: { a: [{ b: 'tulip' }] } }, 'tulip is not a tag'],
    ['a number', { tags: 4711 }, 'unexpected 4711'],
    ['a short text', { tags: 'x9' }, 'unexpected "x9"'],
    ['a part of a word', { tags: 'secretplace' }, 'no notsecretplaces here'],
    ['a word of a long text', { tags: 'we meet at lakeside' }, 'cannot read at "lakeside'],
    ['a text with spaces, spaced otherwise', { tags: 'a b  c' }, 'unexpected "a b c"'],
    ['an escaped text', { tags: 'пароль' }, 'unexpected \\u043f\\u0430\\u0440\\u043e\\u043b\\u044c'],
  ])('when it repeats %s, then only status and code are shown', async (_, extraBody, said) => {
    await using server = await startServer((response) => {
      json(response, 400, { error: { message: said, code: 'bad_field' } });
    });
    await using hall = await open(server, extraBody);
    const told = await tell(hall.backend.generate(busRequest(), unhurried));
    expect(told).toContain('HTTP 400 bad_field (the rest repeats parts of extra_body)');
    expect(told).not.toContain(said);
  });

  it('when the code repeats it too, then only the status is shown', async () => {
    await using server = await startServer((response) => {
      json(response, 400, { error: { message: 'tulip', code: 'tulip' } });
    });
    await using hall = await open(server, { tags: 'tulip' });
    expect(await tell(hall.backend.generate(busRequest(), unhurried))).toMatch(/HTTP 400 \(the rest/);
  });

  it('when it repeats it at great length, then nothing of it is shown', async () => {
    await using server = await startServer((response) => {
      complain(response, 400, `${'x'.repeat(295)} tulip`);
    });
    await using hall = await open(server, { tags: 'tulip' });
    expect(await tell(hall.backend.generate(busRequest(), unhurried))).not.toContain('tu');
  });

  it('when it is no completion that repeats it, then nothing of it is shown', async () => {
    await using server = await startServer((response) => {
      json(response, 200, { detail: 'tulip' });
    });
    await using hall = await open(server, { tags: 'tulip' });
    expect(await tell(hall.backend.generate(busRequest(), unhurried))).toMatch(
      /not a chat completion \(the rest repeats/,
    );
  });

  it.each<[extraBody: object, said: string]>([
    [{ enable: true, tags: null, level: 5 }, 'the value true is not null, 55 times'],
    [{ tags: 'x9' }, 'x99 is unknown'],
    [{ tags: '' }, 'nothing is known'],
  ])('when %j is sent and it says "%s", then that is shown', async (extraBody, said) => {
    await using server = await startServer((response) => {
      complain(response, 400, said);
    });
    await using hall = await open(server, extraBody);
    expect(await tell(hall.backend.generate(busRequest(), unhurried))).toContain(said);
  });

  it('when it says the numbers of its context beside it, then they are understood all the same', async () => {
    await using server = await startServer((response, body) => {
      if (body.max_tokens === 1348) json(response, 200, { choices: [{ message: { content: 'Free buses.' } }] });
      else complain(response, 400, 'tulip: maximum context length is 2048 tokens, you have 700 input tokens');
    });
    await using hall = await open(server, { tags: 'tulip' });
    const completion = await hall.backend.generate(busRequest({ maxTokens: 1500 }), unhurried);
    expect(completion).toMatchObject({ max_tokens: 1348 });
    expect(server.bodies).toHaveLength(2);
  });
});

interface Hall extends AsyncDisposable {
  backend: Backend;
  lines: string[];
}

async function open({ url }: FaultyServer, extraBody: object = {}): Promise<Hall> {
  const options = openaiOptions({ baseUrls: [url], giveUpAfterMs: 0, extraBody });
  const lines: string[] = [];
  const backend = await loadBackend(modelConfig('openai', '', { options }), (_, line) => lines.push(line));
  return { backend, lines, [Symbol.asyncDispose]: () => backend.close() };
}

/** All that loading says, by its log or by its failure. */
async function tellLoading(server: FaultyServer): Promise<string> {
  const hall = await open(server).catch((error: unknown) => error);
  if (!(hall instanceof Error) && typeof hall === 'object' && hall) {
    const { backend, lines } = hall as Hall;
    await backend.close();
    return lines.join('\n');
  }
  return String(hall);
}

async function tell(asked: Promise<unknown>): Promise<string> {
  return String(await asked.catch((error: unknown) => error));
}
