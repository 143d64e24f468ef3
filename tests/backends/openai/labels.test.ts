import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefusedRequest, type Backend, type Completion } from '../../../src/backends/backend.js';
import { labelGrammar } from '../../../src/backends/label-grammar.js';
import type { LabelSpecification } from '../../../src/backends/label.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const label: LabelSpecification = [
  { name: 'toxicity', values: [1, 2, null] },
  { name: 'tone', values: ['calm', 'heated'] },
];

let server: FaultyServer;
let backend: Backend;
let lines: string[];
beforeEach(async () => {
  lines = [];
  server = await startServer(comment(0, '{"toxicity":1,"tone":"calm"}'));
});
afterEach(async () => {
  await backend.close();
  await server[Symbol.asyncDispose]();
});

describe('a server that is asked for a label', () => {
  it('when a comment is labelled, then the server gets a strict schema of the legal answers, and others get none', async () => {
    await load();
    await ask(0);
    await backend.generate(busRequest(), unhurried);
    expect(server.bodies.map((body) => body.response_format)).toEqual([
      {
        type: 'json_schema',
        json_schema: {
          name: 'label',
          strict: true,
          schema: {
            type: 'object',
            properties: {
              toxicity: { type: ['integer', 'null'], enum: [1, 2, null] },
              tone: { type: 'string', enum: ['calm', 'heated'] },
            },
            required: ['toxicity', 'tone'],
            additionalProperties: false,
          },
        },
      },
      undefined,
    ]);
  });

  it('when it is a llama-server, then it gets the grammar, which leaves no room for white space', async () => {
    server.kind = 'llamacpp';
    server.holds = 'grammar';
    await load();
    await ask(0);
    expect(server.bodies[0]?.grammar).toBe(labelGrammar(label));
    expect(server.bodies[0]).not.toHaveProperty('response_format');
  });

  it.each([
    ['vllm', 'structured_outputs', 1],
    ['vllm', 'guided_regex', 2],
    ['sglang', 'regex', 1],
    ['vllm', 'response_format', 3],
    ['front-end', 'regex', 4],
  ] as const)('when %s holds replies by %s, then that is found out once', async (kind, key, probes) => {
    server.kind = kind;
    server.holds = key;
    await load();
    await Promise.all([0, 1, 2, 3].map(ask));
    expect(server.probes).toHaveLength(probes);
    for (const body of server.bodies) expect(body).toHaveProperty(key);
    expect(lines).toContain(`info openai: ${server.url} holds labels by ${key}`);
  });

  it('when it gets a regular expression, then all legal answers match it, and nothing else does', async () => {
    server.kind = 'sglang';
    server.holds = 'regex';
    await load();
    const odd = [
      { name: 'toxicity', values: [1, 10, null] },
      { name: 'tone', values: ['say "no"', 'a.b', '(c|d)'] },
    ];
    await backend.generate(busRequest({ label: odd }), unhurried);
    const form = new RegExp(`^(?:${server.bodies[0]?.regex ?? ''})$`);
    for (const tone of odd[1]?.values ?? []) {
      expect(form.test(`{"toxicity": 10, "tone": ${JSON.stringify(tone)}}`)).toBe(true);
    }
    for (const text of ['{"toxicity": 100, "tone": "a.b"}', '{"toxicity": 1, "tone": "axb"}', ' ']) {
      expect(form.test(text)).toBe(false);
    }
  });

  it('when it holds replies by nothing, then it is asked freely, and one warning says so', async () => {
    server.holds = undefined;
    await load();
    await Promise.all([0, 1, 2, 3].map(ask));
    for (const body of server.bodies) expect(body).not.toHaveProperty('response_format');
    expect(lines.filter((line) => line.startsWith('warn') && line.includes('may be invalid'))).toEqual([
      expect.stringMatching(/cannot hold replies to the metrics.*labels may be invalid/),
    ]);
  });

  it('when nothing is to be cut off, then a server with limits of its own is told so', async () => {
    server.kind = 'vllm';
    server.holds = 'structured_outputs';
    await load();
    await backend.generate(busRequest({ sampling: { temperature: 1, topP: 1, topK: 0, minP: 0, seed: 1 } }), unhurried);
    expect(server.bodies[0]).toMatchObject({ temperature: 1, top_p: 1, top_k: -1, min_p: 0 });
  });

  it.each([
    [400, 'Unrecognized request argument supplied: response_format'],
    [422, 'json_schema is not supported by this model'],
    [501, 'structured output is not implemented'],
  ])(
    'when it answers %i to the format, then it is asked freely from then on, and one warning says so',
    async (status, story) => {
      server.behave = refuseFormat(status, story);
      await load();
      const replies = await Promise.all([0, 1, 2, 3].map(ask));
      expect(replies.map(({ text }) => text)).toEqual(replies.map(() => 'Tone=calm'));
      await ask(4);
      expect(server.bodies.at(-1)).not.toHaveProperty('response_format');
      expect(lines.filter((line) => line.startsWith('warn') && line.includes('may be invalid'))).toEqual([
        expect.stringMatching(/metrics.*labels may be invalid/),
      ]);
    },
  );

  it('when it goes on refusing, then so does the engine', async () => {
    server.behave = (response) => {
      complain(response, 400, 'response_format must be text');
    };
    await load();
    await expect(ask(0)).rejects.toThrow(RefusedRequest);
    expect(server.bodies).toHaveLength(2);
  });
});

/** All that come together are refused before the first of them is asked again. */
function refuseFormat(status: number, story: string): Behaviour {
  return (response, body, count) => {
    if (!body.response_format) comment(0, 'Tone=calm')(response, body, count);
    else
      setTimeout(() => {
        complain(response, status, story);
      }, 50);
  };
}

async function load(): Promise<void> {
  const options = { options: openaiOptions({ baseUrls: [server.url] }) };
  backend = await loadBackend(modelConfig('openai', '', options), (level, text) => lines.push(`${level} ${text}`));
}

function ask(job: number): Promise<Completion> {
  return backend.generate(busRequest({ order: [job, 0], label }), unhurried);
}
