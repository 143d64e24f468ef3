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
    await load();
    await ask(0);
    expect(server.bodies[0]?.grammar).toBe(labelGrammar(label));
    expect(server.bodies[0]).not.toHaveProperty('response_format');
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
      expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
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
