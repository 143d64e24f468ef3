import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefusedRequest, type Backend, type Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import type { OpenaiOptions } from '../../../src/config/engines/openai.js';
import { busRequest, modelConfig, openaiOptions, seeded, unhurried } from '../../town-hall/model.js';
import { comment, complain, json, startServer, type FaultyServer } from './faulty-server.js';

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

describe('a server that works', () => {
  it('when a participant is asked, then the server gets prompt, sampling and key, and its answer is the completion', async () => {
    await load();
    const completion = await ask({ stop: ['\nUser ', 'a', 'b', 'c', 'd'] });
    expect(completion).toMatchObject({
      text: 'Free buses help everyone.'.slice(0, 'Free buses help everyone.'.search(/[abcd]/)),
      finish_reason: 'stop_string',
      prompt_tokens: 40,
      dropped_blocks: 0,
    });
    const [body] = server.bodies;
    expect(body).toMatchObject({ model: 'town-hall-7b', temperature: 0.7, top_p: 0.9, seed: 7, max_tokens: 60 });
    expect(body?.stop).toHaveLength(4);
    expect(body?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(body?.messages[1]?.content).toMatch(/free\.\n\nUser ivan.*User anna posted:$/s);
    expect(server.headers[0]?.authorization).toBe(`Bearer ${key}`);
  });

  it.each([
    ['vllm', { repetition_penalty: 1.2 }],
    ['sglang', { repetition_penalty: 1.2 }],
    ['llamacpp', { repeat_penalty: 1.2 }],
  ])('when penalties are set, then a server of the kind %s gets them by its own names', async (kind, own) => {
    server.kind = kind;
    await load();
    const penalties = { repeatPenalty: 1.2, frequencyPenalty: 0.3, presencePenalty: 0.4 };
    await ask({ sampling: { temperature: 0.7, topP: 0.9, seed: 7, ...penalties } });
    expect(server.bodies.at(-1)).toMatchObject({ ...own, frequency_penalty: 0.3, presence_penalty: 0.4 });
  });

  it('when there is no key, then none is sent', async () => {
    delete process.env['TOWN_HALL_KEY'];
    await load();
    await ask();
    expect(server.headers[0]?.authorization).toBeUndefined();
  });

  it('when hundreds of requests come, then they are in flight together, more and more of them', async () => {
    server.behave = comment(20);
    await load({ maxInFlight: 200 });
    const replies = await Promise.all(
      Array.from({ length: 600 }, (_, job) => ask({ order: [job, 0], ...seeded(job) })),
    );
    expect(replies).toHaveLength(600);
    expect(server.load.most).toBeGreaterThan(16);
    expect(server.load.most).toBeLessThanOrEqual(200);
  });

  it('when there are several servers, then each gets its share, and a slow one less', async () => {
    await using slow = await startServer((response, body, place) => {
      void waitFor(() => server.bodies.length >= 120).then(() => {
        comment(0)(response, body, place);
      });
    });
    server.behave = comment(0);
    await load({ baseUrls: [server.url, slow.url] });
    await Promise.all(Array.from({ length: 200 }, (_, job) => ask({ order: [job, 0] })));
    expect(slow.bodies.length).toBeGreaterThan(10);
    expect(server.bodies.length).toBeGreaterThanOrEqual(120);
  });

  it('when the model thinks, then its thinking is not part of the text', async () => {
    server.behave = comment(0, '<think>\nWhat would ivan say?\n</think>\n\nFree buses.');
    await load();
    expect((await ask()).text).toBe('Free buses.');
    server.behave = comment(0, '<think>\nWhat would ivan');
    expect((await ask()).text).toBe('');
  });

  it('when something is to be sent with every request, then it is', async () => {
    await load({ extraBody: { reasoning_effort: 'low' } });
    await ask();
    expect(server.bodies[0]).toMatchObject({ reasoning_effort: 'low' });
  });

  it('when a request is aborted, then it rejects at once and the server is told', async () => {
    server.behave = comment(5000);
    await load();
    const leaving = new AbortController();
    const left = backend?.generate(busRequest(), leaving.signal);
    await waitFor(() => server.load.now === 1);
    leaving.abort(new Error('anna left the hall'));
    await expect(left).rejects.toThrow('anna left the hall');
    await waitFor(() => server.load.now === 0);
  });
});

describe('prompts that the server does not take', () => {
  it('when the prompt is too long, then the oldest blocks are dropped, as few as possible, and counted', async () => {
    const fits = 2;
    server.behave = (response, body, count) => {
      const blocks = body.messages[1]?.content.split('\n\n').length ?? 0;
      if (blocks - 1 <= fits) comment()(response, body, count);
      else complain(response, 400, "This model's maximum context length is 512 tokens.");
    };
    await load();
    const history = Array.from({ length: 5 }, (_, turn) => `User ivan posted:\nRemark ${turn}.`);
    expect((await ask({ history })).dropped_blocks).toBe(3);
    expect(server.bodies.at(-1)?.messages[1]?.content).toMatch(/^User ivan posted:\nRemark 3/);
  });

  it('when it is too long even without history, then it is refused with what the server said', async () => {
    server.behave = (response) => {
      complain(response, 400, 'prompt is longer than the maximum context length');
    };
    await load();
    const refusal = ask();
    await expect(refusal).rejects.toThrow(RefusedRequest);
    await expect(refusal).rejects.toThrow('maximum context length');
    expect(server.bodies).toHaveLength(3);
  });

  const tooLarge = (prompt: number, asked: number): string =>
    `'max_tokens' is too large: ${asked}. This model's maximum context length is 2048 tokens and your request has ${prompt} input tokens (${asked} > 2048 - ${prompt}).`;

  it('when there is no room for max_tokens, then the reply takes what the server says is left, and says so', async () => {
    server.behave = (response, body, count) => {
      if (body.max_tokens <= 1348) comment()(response, body, count);
      else complain(response, 400, tooLarge(700, body.max_tokens));
    };
    await load();
    const completion = await ask({ maxTokens: 1500 });
    expect(completion).toMatchObject({ dropped_blocks: 0, max_tokens: 1348 });
    expect(server.bodies.map(({ max_tokens: asked }) => asked)).toEqual([1500, 1348]);
  });

  it.each([
    "This model's maximum context length is 2048 tokens. However, you requested 2200 tokens (700 in the messages, 1500 in the completion).",
    'You passed 700 input tokens and requested 1500 output tokens. However, the model\u0027s context length is only 2048 tokens.',
    "Requested token count exceeds the model's maximum context length of 2048 tokens. You requested a total of 2200 tokens: 700 tokens from the input messages and 1500 tokens for the completion.",
  ])('when the server says %s, then its numbers are understood', async (message) => {
    server.behave = (response, body, count) => {
      if (body.max_tokens <= 1348) comment()(response, body, count);
      else complain(response, 400, message);
    };
    await load();
    expect(await ask({ maxTokens: 1500 })).toMatchObject({ dropped_blocks: 0, max_tokens: 1348 });
  });

  it('when the server tells no numbers, then the reply is halved down to 256 before any history goes', async () => {
    server.behave = (response, body, count) => {
      const blocks = (body.messages[1]?.content.split('\n\n').length ?? 0) - 1;
      if (body.max_tokens <= 256 && blocks <= 1) comment()(response, body, count);
      else complain(response, 400, 'the request exceeds the available context size');
    };
    await load();
    const completion = await ask({ maxTokens: 1500 });
    expect(completion).toMatchObject({ dropped_blocks: 1, max_tokens: 256 });
    expect(server.bodies.map(({ max_tokens: asked }) => asked)).toEqual([1500, 750, 375, 256, 256]);
  });

  it('when less than 256 are left, then history goes, and the reply takes what is left then', async () => {
    const promptOf = (content = ''): number => 900 + 500 * (content.split('\n\n').length - 1);
    server.behave = (response, body, count) => {
      const prompt = promptOf(body.messages[1]?.content);
      if (prompt + body.max_tokens <= 2048) comment()(response, body, count);
      else complain(response, 400, tooLarge(prompt, body.max_tokens));
    };
    await load();
    expect(await ask({ maxTokens: 1500 })).toMatchObject({ dropped_blocks: 1, max_tokens: 648 });
  });

  it('when the server ends a reply before max_tokens for want of room, then that is the room that it had', async () => {
    server.behave = (response) => {
      const choices = [{ index: 0, message: { role: 'assistant', content: 'Free buses' }, finish_reason: 'length' }];
      json(response, 200, { choices, usage: { prompt_tokens: 2046, completion_tokens: 2 } });
    };
    await load();
    expect(await ask({ maxTokens: 1500 })).toMatchObject({ finish_reason: 'length', max_tokens: 2 });
    expect(await ask({ maxTokens: 2 })).not.toHaveProperty('max_tokens');
  });

  it('when the server cuts a reply short rather than rejecting a long prompt, then history goes until the reply has room', async () => {
    server.behave = (response, body) => {
      const prompt = 950 + 30 * ((body.messages[1]?.content.split('\n\n').length ?? 1) - 1);
      const room = 1024 - prompt;
      const message = { role: 'assistant', content: 'Free buses' };
      const isCut = room < body.max_tokens;
      const usage = { prompt_tokens: prompt, completion_tokens: isCut ? room : 40 };
      json(response, 200, { choices: [{ index: 0, message, finish_reason: isCut ? 'length' : 'stop' }], usage });
    };
    await load();
    expect(await ask({ maxTokens: 60 })).toMatchObject({
      finish_reason: 'stop',
      dropped_blocks: 2,
      prompt_tokens: 950,
    });
    expect(server.bodies).toHaveLength(3);
  });

  it('when its template knows no system messages, then the system text goes to the head of the user message, from then on', async () => {
    server.behave = (response, body, count) => {
      if (body.messages[0]?.role === 'system') complain(response, 400, 'System role not supported');
      else comment()(response, body, count);
    };
    await load();
    await ask();
    await ask();
    expect(server.bodies.map(({ messages }) => messages.length)).toEqual([2, 1, 1]);
    expect(server.bodies[1]?.messages[0]?.content).toMatch(/^You are taking part/);
  });

  it('when several are refused at once for their system message, then each is asked again without', async () => {
    server.behave = (response, body, count) => {
      if (body.messages[0]?.role === 'system') setTimeout(complain, 50, response, 400, 'System role not supported');
      else comment()(response, body, count);
    };
    await load();
    const replies = await Promise.all([0, 1, 2].map((job) => ask({ order: [job, 0] })));
    expect(replies.map(({ text }) => text)).toEqual(replies.map(() => 'Free buses help everyone.'));
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

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
