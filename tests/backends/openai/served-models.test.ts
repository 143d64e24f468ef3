import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { complain, json, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const differ = { code: 'SYNDISCO_SERVERS_DIFFER', exitCode: 78 };
let one: FaultyServer;
let other: FaultyServer;
let backend: Backend | undefined;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  one = await startServer(replyAs());
  other = await startServer(replyAs());
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

describe('servers that list their models', () => {
  it('when two list different ones and none is named, then nothing is asked of them', async () => {
    list(other, 'river-70b');
    const loading = load([one, other]);
    await expect(loading).rejects.toMatchObject(differ);
    await expect(loading).rejects.toThrow(`${one.url} is asked for "town-hall-7b", but ${other.url} lists "river-70b"`);
    expect([...one.bodies, ...other.bodies]).toEqual([]);
  });

  it.each([
    ['lists more than that', ['river-70b', 'town-hall-7b']],
    ['lists it with its folder', ['org/town-hall-7b']],
    ['lists it in capitals', ['Town-Hall-7B']],
    ['lists it as its latest', ['town-hall-7b:latest']],
    ['lists none', []],
  ])('when one %s, then they serve the same model', async (_, names) => {
    list(other, ...names);
    await load([one, other]);
    expect(warnings).toEqual([]);
    expect(backend?.model).toMatchObject({ served_model: 'town-hall-7b' });
  });

  it('when one does not list the model that is named, then a warning names the server and both', async () => {
    list(other, 'river-70b', 'lake-3b');
    await load([one, other], 'town-hall-7b');
    expect(warnings).toEqual([
      expect.stringContaining(`${other.url} lists "river-70b", "lake-3b" and not "town-hall-7b"`),
    ]);
    expect(backend?.model).toMatchObject({ served_model: 'town-hall-7b' });
  });

  it('when the only one lists another than is named, then its own name is recorded', async () => {
    await load([one], 'river-70b');
    expect(warnings).toEqual([expect.stringContaining(`${one.url} lists "town-hall-7b" and not "river-70b"`)]);
    expect(backend?.model).toMatchObject({ served_model: 'town-hall-7b' });
  });

  it('when it lists none, then no name is recorded', async () => {
    one.list = (response) => {
      complain(response, 404, 'not found');
    };
    await load([one], 'town-hall-7b');
    expect(backend?.model).not.toHaveProperty('served_model');
  });
});

describe('a server that comes late', () => {
  const starting: FaultyServer['list'] = (response) => {
    complain(response, 503, 'starting');
  };

  it('when it then lists another model and none is named, then none of its replies is taken', async () => {
    other.list = starting;
    await load([one, other]);
    list(other, 'river-70b');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ask()));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(other.bodies.length);
    expect(refused[0]).toMatchObject({ reason: differ });
  });

  it('when it then lists the same, or still nothing, then its replies are taken', async () => {
    other.list = starting;
    await load([one, other]);
    await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(other.bodies.length).toBeGreaterThan(0);
  });
});

describe('a reply that names its model', () => {
  it.each(['river-70b', 'town-hall', 'town-hall-7b-chat'])(
    'when it is %s and not the one that was asked for, then it is recorded, and one warning says so',
    async (name) => {
      one.behave = replyAs(name);
      await load([one]);
      await ask();
      expect(await ask()).toMatchObject({ text: 'Free buses.', served_model: name });
      expect(warnings).toEqual([expect.stringContaining(`${one.url} replies as "${name}"`)]);
      expect(warnings[0]).toContain('"town-hall-7b"');
    },
  );

  it('when two servers do so, then each is named once', async () => {
    one.behave = replyAs('river-70b');
    other.behave = replyAs('lake-3b');
    await load([one, other]);
    await Promise.all(Array.from({ length: 12 }, () => ask()));
    expect(warnings.map((line) => /river|lake/.exec(line)?.[0]).sort()).toEqual(['lake', 'river']);
  });

  it.each([
    'org/town-hall-7b',
    'town-hall-7b-2024-08-06',
    'town-hall-7b-20240806',
    'town-hall-7b-0613',
    'TOWN-HALL-7B',
    'town-hall-7b:latest',
  ])('when it is %s, then it is recorded, and nobody is warned: it is the same model', async (name) => {
    one.behave = replyAs(name);
    await load([one]);
    expect(await ask()).toMatchObject({ served_model: name });
    expect(warnings).toEqual([]);
  });

  it.each(['town-hall-7b', undefined, '', 7, null])('when it is %j, then there is nothing to record', async (name) => {
    one.behave = replyAs(name);
    await load([one]);
    expect(await ask()).not.toHaveProperty('served_model');
    expect(warnings).toEqual([]);
  });
});

function replyAs(model?: unknown): Behaviour {
  return (response) => {
    json(response, 200, { model, choices: [{ message: { content: 'Free buses.' }, finish_reason: 'stop' }] });
  };
}

function list(server: FaultyServer, ...names: string[]): void {
  server.list = (response) => {
    json(response, 200, { data: names.map((id) => ({ id })) });
  };
}

async function load(servers: readonly FaultyServer[], path = ''): Promise<void> {
  const options = openaiOptions({ baseUrls: servers.map(({ url }) => url) });
  backend = await loadBackend(modelConfig('openai', path, { options }), (level, text) => {
    if (level === 'warn' && !/does not answer yet|renders the chat template/.test(text)) warnings.push(text);
  });
}

function ask(): Promise<Completion> {
  if (!backend) throw new Error('no backend');
  return backend.generate(busRequest(), unhurried);
}
