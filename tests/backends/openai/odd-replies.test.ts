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

describe('what a server replies', () => {
  it.each([
    ['is missing', null, 'the reply has no message'],
    ['is a list', [], 'the reply has no message'],
    ['is a text', 'Free buses.', 'the reply has no message'],
    ['has a number for its text', { content: 5 }, "the message's content is not text"],
    ['has a mapping for its text', { content: { text: 'Free buses.' } }, "the message's content is not text"],
    ['has only parts that are no text', { content: [{ type: 'image_url' }, 5] }, "the message's content is not text"],
    [
      'has only parts that are unknown',
      { content: [{ type: 'p', text: 'Free.' }] },
      "the message's content is not text",
    ],
  ])('when its message %s, then the failure says so', async (_, message, story) => {
    await using server = await startServer(reply(message));
    await using hall = await open(server);
    await expect(hall.ask()).rejects.toThrow(story);
  });

  it.each([
    ['null', null, /no choice/],
    ['a number', 7, /no choice/],
  ])('when its choice is %s, then the failure says so', async (_, choice, story) => {
    await using server = await startServer((response) => {
      json(response, 200, { choices: [choice] });
    });
    await using hall = await open(server);
    await expect(hall.ask()).rejects.toThrow(story);
  });

  it('when its message comes in parts, then their texts are the text', async () => {
    const parts = [{ type: 'text', text: 'Free ' }, { type: 'image_url' }, null, { type: 'text', text: 'buses.' }];
    await using server = await startServer(reply({ content: parts }));
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses.' });
  });

  it('when its parts are texts, then they are the text', async () => {
    await using server = await startServer(reply({ content: ['Free ', 'buses.'] }));
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses.' });
  });

  it('when the first choice of its list is not the first by its index, then the reply is the one that is', async () => {
    const choices = ['No buses.', 'Free buses.'].map((content, at) => ({ index: 1 - at, message: { content } }));
    await using server = await startServer((response) => {
      json(response, 200, { choices, usage: {} });
    });
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ text: 'Free buses.' });
  });

  it.each([null, undefined])('when its content is %s, then there is no text', async (content) => {
    await using server = await startServer(reply({ content }));
    await using hall = await open(server);
    expect(await hall.ask()).toMatchObject({ text: '' });
  });
});

describe('a list of models', () => {
  const odd = [[null], [{}], ['town-hall-7b'], [{ id: 7 }], [{ id: '' }], []];

  it.each(odd)('when it holds %j, then loading asks for model_path', async (...data) => {
    await using server = await startServer();
    server.list = (response) => {
      json(response, 200, { data });
    };
    const loading = open(server);
    await expect(loading).rejects.toMatchObject({ code: 'SYNDISCO_ENGINE_DEAD' });
    await expect(loading).rejects.toThrow(/name no model/);
  });

  it.each(odd)('when it holds %j and model_path is given, then that is asked for', async (...data) => {
    await using server = await startServer(reply({ content: 'Free buses.' }));
    server.list = (response) => {
      json(response, 200, { data });
    };
    await using hall = await open(server, {}, 'town-hall-8b');
    await hall.ask();
    expect(server.bodies[0]?.model).toBe('town-hall-8b');
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
