import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { Backend, Completion, OnStart } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import type { OpenaiOptions } from '../../../src/config/engines/openai.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { comment, complain, json, startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

let server: FaultyServer;
let backend: Backend | undefined;
beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await server[Symbol.asyncDispose]();
});

const usage = { prompt_tokens: 40, completion_tokens: 5 };
const role = { role: 'assistant', content: '' };
const said = (content: string): object => delta({ content });
const ending = delta({}, { finish_reason: 'stop' });

describe('a reply that is streamed', () => {
  it('when it comes in pieces, then it is the reply that would come as a whole', async () => {
    server.behave = streaming([delta(role), said('Free '), said('buses.'), ending, { choices: [], usage }]);
    await load();
    expect(await ask()).toMatchObject({ text: 'Free buses.', finish_reason: 'stop', ...usage });
    expect(server.bodies[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('when a character is cut between two packets, then it is whole', async () => {
    server.behave = (response) => {
      const bytes = Buffer.from(`${lineOf(said('é'))}${lineOf({ ...ending, usage })}data: [DONE]\n\n`);
      const middle = bytes.indexOf(0xc3) + 1;
      begin(response).write(bytes.subarray(0, middle));
      setTimeout(() => response.end(bytes.subarray(middle)), 30);
    };
    await load();
    expect((await ask()).text).toBe('é');
  });

  it.each<[string, object[], object]>([
    ['a thought', [delta({ reasoning_content: 'Hm.' }), said('Yes.'), ending], { text: 'Yes.' }],
    ['nothing but a thought', [delta({ reasoning: 'Hm.' }), ending], { text: '', finish_reason: 'no_text' }],
    [
      'a refusal',
      [delta({ refusal: 'I can' }), delta({ refusal: 'not.' }), ending],
      { text: 'I cannot.', finish_reason: 'refused' },
    ],
    ['a tool', [delta({ tool_calls: [{ index: 0 }] }), ending], { finish_reason: 'failed' }],
    ['parts', [delta({ content: [{ type: 'text', text: 'Yes.' }] }), said(' No.'), ending], { text: 'Yes. No.' }],
    [
      'a stop string',
      [said('Yes.'), delta({}, { finish_reason: 'stop', stop_reason: 'User' })],
      { finish_reason: 'stop_string' },
    ],
    ['another choice', [said('Yes.'), delta({ content: 'No.' }, { index: 1 }), ending], { text: 'Yes.' }],
    ['a cut', [said('Yes'), delta({}, { finish_reason: 'length' })], { finish_reason: 'length' }],
    ['another name', [{ ...said('Yes.'), model: 'other' }, ending], { served_model: 'other' }],
    [
      'the whole message so far in every event',
      [whole('Free'), whole('Free buses.'), { ...whole('Free buses.', 'stop') }],
      { text: 'Free buses.' },
    ],
    ['parts that are texts', [delta({ content: ['Yes.', ' No.'] }), ending], { text: 'Yes. No.' }],
    ['a count of no tokens first', [{ ...said('Yes.'), usage: { ...usage, completion_tokens: 0 } }, ending], usage],
  ])('when it has %s, then it is read as in a whole reply', async (_name, events, expected) => {
    server.behave = streaming([...events, { choices: [], usage }]);
    await load();
    expect(await ask({ stop: ['User'] })).toMatchObject(expected);
  });

  it.each<[string, Behaviour]>([
    ['breaks off', (response) => begin(response).end(lineOf(said('Free')))],
    ['is cut in the middle of an event', (response) => begin(response).end(lineOf(said('Free')).slice(0, 20))],
    ['is garbage', (response) => begin(response).end('data: buses\n\n')],
    ['reports an error', streaming([said('Free'), { error: { message: 'CUDA error', code: 500 } }])],
  ])('when it %s, then it is asked for again', async (_name, fault) => {
    server.behave = (response, body, count) => {
      (count === 0 ? fault : comment())(response, body, count);
    };
    await load();
    expect((await ask()).text).toBe('Free buses help everyone.');
  });

  it('when it reports that the prompt is too long, then it is asked for with less, as without a stream', async () => {
    const error = { message: 'maximum context length is 2048 tokens, you have 700 input tokens', code: 400 };
    server.behave = (response, body, count) => {
      (body.max_tokens === 1348 ? comment() : streaming([{ error }]))(response, body, count);
    };
    await load();
    expect(await ask({ maxTokens: 1500 })).toMatchObject({ max_tokens: 1348 });
  });
});

describe('a server and streams', () => {
  it('when it rejects them, then it is asked without, and never again with', async () => {
    server.behave = (response, body, count) => {
      if ('stream' in body) complain(response, 400, 'Extra inputs are not permitted: stream_options');
      else comment()(response, body, count);
    };
    await load();
    await ask();
    await ask();
    expect(server.bodies.map((body) => 'stream' in body)).toEqual([true, false, false]);
  });

  it('when only its whole replies count tokens, then whole replies are asked for', async () => {
    server.behave = (response, body, count) => {
      ('stream' in body ? streaming([said('Free.'), ending]) : comment())(response, body, count);
    };
    await load();
    expect(await ask()).toMatchObject(usage);
    await ask();
    expect(server.bodies.map((body) => 'stream' in body)).toEqual([true, false, false]);
  });

  it('when it counts tokens in no reply, then it goes on streaming', async () => {
    server.behave = (response, body, count) => {
      if ('stream' in body) streaming([said('Free.'), ending])(response, body, count);
      else json(response, 200, { choices: [{ message: { content: 'Free.' }, finish_reason: 'stop' }] });
    };
    await load();
    expect(await ask()).toMatchObject({ prompt_tokens: null });
    await ask();
    expect(server.bodies.map((body) => 'stream' in body)).toEqual([true, false, true]);
  });

  it('when it streams under the type of another answer, then the stream is read', async () => {
    server.behave = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(`${lineOf(said('Free.'))}data: [DONE]\n\n`);
    await load();
    expect((await ask()).text).toBe('Free.');
  });
});

describe('the clock of the deadline', () => {
  it('when a server streams, then it starts at the first token and stops at the end', async () => {
    const clock: string[] = [];
    server.behave = (response) => {
      begin(response).write(`: waiting\n\n${lineOf(delta(role))}`);
      clock.push('queued');
      setTimeout(() => {
        expect(clock).toEqual(['queued']);
        response.write(lineOf(said('Free.')));
        setTimeout(() => {
          clock.push('ended');
          response.end(`${lineOf({ ...ending, usage })}data: [DONE]\n\n`);
        }, 60);
      }, 60);
    };
    await load();
    await ask({}, () => {
      clock.push('started');
      return () => clock.push('stopped');
    });
    expect(clock).toEqual(['queued', 'started', 'ended', 'stopped']);
  });

  it('when a stream breaks off, then the clock stands still until the next token', async () => {
    const clock: string[] = [];
    server.behave = (response, body, count) => {
      if (count === 0) begin(response).end(lineOf(said('Free')));
      else {
        if (body.max_tokens > 1) clock.push('asked again'); // and not a probe
        streaming([said('Free.'), { ...ending, usage }])(response, body, count);
      }
    };
    await load();
    await ask({}, () => {
      clock.push('started');
      return () => clock.push('stopped');
    });
    expect(clock).toEqual(['started', 'stopped', 'asked again', 'started', 'stopped']);
  });

  it('when tokens drip for ever, then the reply is given up and asked for again', async () => {
    server.behave = (response, body, count) => {
      if (count > 0) comment()(response, body, count);
      else {
        begin(response);
        const drip = setInterval(() => response.write(lineOf(said('x'))), 20);
        response.on('close', () => {
          clearInterval(drip);
        });
      }
    };
    await load({ timeoutMs: 300 });
    expect((await ask()).text).toBe('Free buses help everyone.');
  });
});

function delta(piece: object, choice: object = {}): object {
  return { choices: [{ index: 0, delta: piece, finish_reason: null, ...choice }] };
}

function whole(content: string, reason: string | null = null): object {
  return { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: reason }] };
}

function lineOf(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

function begin(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function streaming(events: readonly object[]): Behaviour {
  return (response) => begin(response).end(`${events.map(lineOf).join('')}data: [DONE]\n\n`);
}

async function load(overrides: Partial<OpenaiOptions> = {}): Promise<void> {
  const options = { options: openaiOptions({ baseUrls: [server.url], ...overrides }) };
  backend = await loadBackend(modelConfig('openai', '', options), () => undefined);
}

function ask(overrides: Parameters<typeof busRequest>[0] = {}, onStart?: OnStart): Promise<Completion> {
  if (!backend) throw new Error('no backend');
  return backend.generate(busRequest(overrides), unhurried, onStart);
}
