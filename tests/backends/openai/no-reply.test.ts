import { describe, expect, it } from 'vitest';
import type { Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { json, startServer, type Behaviour } from './faulty-server.js';

/** What the engine makes of anna's request if the server does this. */
async function ask(behave: Behaviour): Promise<Completion> {
  await using server = await startServer(behave);
  const model = modelConfig('openai', '', { options: openaiOptions({ baseUrls: [server.url] }) });
  const backend = await loadBackend(model, () => undefined);
  try {
    return await backend.generate(busRequest(), unhurried);
  } finally {
    await backend.close();
  }
}

const choiceOf = (message: object, finish_reason: string | null): object => ({
  index: 0,
  message: { role: 'assistant', ...message },
  finish_reason,
});

describe('a server that gives no reply', () => {
  it.each<[string, object, Partial<Completion>]>([
    [
      'filters the reply',
      choiceOf({ content: 'Buses are' }, 'content_filter'),
      { text: 'Buses are', finish_reason: 'content_filter' },
    ],
    ['filters all of it', choiceOf({ content: null }, 'content_filter'), { text: '', finish_reason: 'content_filter' }],
    [
      'refuses',
      choiceOf({ content: null, refusal: 'I cannot.' }, 'stop'),
      { text: 'I cannot.', finish_reason: 'refused' },
    ],
    [
      'calls a tool',
      choiceOf({ content: null, tool_calls: [{}] }, 'tool_calls'),
      { text: '', finish_reason: 'failed' },
    ],
    ['ends in an error', choiceOf({ content: 'Buses' }, 'error'), { text: 'Buses', finish_reason: 'failed' }],
    [
      'is stopped in a thought',
      { ...choiceOf({ content: '<think>\nBuses' }, 'stop'), stop_reason: '\nUser ' },
      { text: '', finish_reason: 'no_text' },
    ],
    [
      'ends its turn in a thought',
      choiceOf({ content: '<think>\nBuses' }, 'stop'),
      { text: '', finish_reason: 'no_text' },
    ],
    [
      'is stopped in a separate thought',
      { ...choiceOf({ content: null, reasoning_content: 'Hm' }, 'stop'), stop_reason: '\nUser ' },
      { text: '', finish_reason: 'no_text' },
    ],
    [
      'names an end that we do not know',
      choiceOf({ content: 'Buses.' }, 'eos_token'),
      { text: 'Buses.', finish_reason: 'stop' },
    ],
    ['gives no reason', choiceOf({ content: '' }, null), { text: '', finish_reason: 'stop' }],
  ])('when the server %s, then the completion says so', async (_, choice, expected) => {
    const completion = await ask((response) => {
      json(response, 200, { choices: [choice], usage: { prompt_tokens: 40, completion_tokens: 5 } });
    });
    expect(completion).toMatchObject(expected);
  });

  it('when the server filters the prompt, then the reply was filtered, and the request has not failed', async () => {
    const completion = await ask((response) => {
      json(response, 400, { error: { message: 'The prompt was filtered.', code: 'content_filter' } });
    });
    expect(completion).toMatchObject({ text: '', finish_reason: 'content_filter', prompt_tokens: null });
  });
});
