import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, startServer, type FaultyServer } from './faulty-server.js';
import { serveLikeLlama, serveLikeVllm } from './serve-template.js';

const plain = "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}";
const changed = plain.replace('<', '[');
const differ = { code: 'SYNDISCO_SERVERS_DIFFER', exitCode: 78 };

let one: FaultyServer;
let other: FaultyServer;
let backend: Backend | undefined;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  one = await startServer();
  other = await startServer();
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

describe.each([
  ['llama-server', serveLikeLlama],
  ['vLLM', serveLikeVllm],
])('two servers like %s', (_, serve) => {
  it('when their chat templates differ, then nothing is asked of them', async () => {
    serve(one, plain);
    serve(other, changed);
    const loading = load([one, other]);
    await expect(loading).rejects.toMatchObject(differ);
    await expect(loading).rejects.toThrow(`${other.url} renders prompts differently from ${one.url}`);
    expect([...one.bodies, ...other.bodies]).toEqual([]);
  });

  it('when their chat templates are the same, then there is nothing to say', async () => {
    serve(one, plain);
    serve(other, plain);
    await load([one, other]);
    expect(warnings).toEqual([]);
  });

  it('when one comes late with another chat template, then none of its replies is taken', async () => {
    serve(one, plain);
    serve(other, changed);
    other.list = (response) => {
      complain(response, 503, 'starting');
    };
    await load([one, other]);
    delete other.list;
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ask()));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(other.bodies.length);
    expect(refused[0]).toMatchObject({ reason: differ });
  });
});

describe('a server that fails and comes back', () => {
  const failOnce: FaultyServer['behave'] = (response, body, count) => {
    if (count === 0) complain(response, 500, 'restarting');
    else comment()(response, body, count);
  };

  it.each([
    ['llama-server', serveLikeLlama],
    ['vLLM', serveLikeVllm],
  ])('when it is like %s and has another chat template, then its reply is not taken', async (_, serve) => {
    serve(one, plain);
    one.behave = failOnce;
    await load([one]);
    serve(one, changed);
    const asking = ask();
    await expect(asking).rejects.toMatchObject({ code: 'SYNDISCO_MODEL_CHANGED' });
    await expect(asking).rejects.toThrow(`${one.url} renders prompts differently since it was restarted`);
  });

  it('when it has the same, then its reply is taken', async () => {
    serveLikeLlama(one, plain);
    one.behave = failOnce;
    await load([one]);
    await expect(ask()).resolves.toMatchObject({ text: 'Free buses help everyone.' });
  });
});

it('when one of two servers shows its chat template and the other does not, then a warning names both', async () => {
  serveLikeLlama(one, plain);
  await load([one, other]);
  expect(warnings).toEqual([expect.stringContaining(`${other.url} does not show how it renders prompts`)]);
});

async function load(servers: readonly FaultyServer[]): Promise<void> {
  const options = openaiOptions({ baseUrls: servers.map(({ url }) => url) });
  backend = await loadBackend(modelConfig('openai', '', { options }), (level, text) => {
    if (level === 'warn' && !/does not answer yet|model_pseudoname/.test(text)) warnings.push(text);
  });
}

function ask(): Promise<Completion> {
  if (!backend) throw new Error('no backend');
  return backend.generate(busRequest(), unhurried);
}
