import { describe, expect, it } from 'vitest';
import type { Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { json, startServer, type Behaviour } from './faulty-server.js';

const stop = ['\nUser anna posted:', '\nUser ivan posted:'];

/** What the engine makes of anna's request if the server does this. */
async function ask(behave: Behaviour): Promise<Completion> {
  await using server = await startServer(behave);
  const model = modelConfig('openai', '', { options: openaiOptions({ baseUrls: [server.url] }) });
  const backend = await loadBackend(model, () => undefined);
  try {
    return await backend.generate(busRequest({ speaker: 'anna', stop }), unhurried);
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
    [
      'is stopped before any text',
      { ...choiceOf({ content: '' }, 'stop'), stop_reason: '\nUser ivan posted:' },
      { text: '', finish_reason: 'stop_string', raw_text: '\nUser ivan posted:' },
    ],
    [
      'is stopped after its own prefix, as SGLang says it',
      { ...choiceOf({ content: '**anna:**\n' }, 'stop'), matched_stop: '\nUser ivan posted:' },
      { text: '**anna:**\n', finish_reason: 'stop_string', raw_text: '**anna:**\n\nUser ivan posted:' },
    ],
    [
      'names the token that ended the turn',
      { ...choiceOf({ content: '' }, 'stop'), matched_stop: '<|im_end|>' },
      { text: '', finish_reason: 'stop' },
    ],
    [
      'begins with its own prefix',
      choiceOf({ content: '\nUser anna posted:\nBuses.\nUser ivan posted:\nNo.' }, 'stop'),
      {
        text: '\nUser anna posted:\nBuses.',
        finish_reason: 'stop_string',
        raw_text: '\nUser anna posted:\nBuses.\nUser ivan posted:\nNo.',
      },
    ],
    ['gives no reason', choiceOf({ content: '' }, null), { text: '', finish_reason: 'failed' }],
    ['gives a text without a reason', choiceOf({ content: 'Buses.' }, null), { text: 'Buses.', finish_reason: 'stop' }],
    ['gives an unknown reason', choiceOf({ content: ' ' }, 'cancelled'), { finish_reason: 'failed' }],
    ['stays silent', choiceOf({ content: '' }, 'stop'), { text: '', finish_reason: 'stop' }],
    ['ends at once', choiceOf({ content: '' }, 'eos_token'), { text: '', finish_reason: 'stop' }],
    ['stops for safety', choiceOf({ content: '' }, 'SAFETY'), { finish_reason: 'content_filter' }],
    ['is cut before any text', choiceOf({ content: '\n ' }, 'length'), { finish_reason: 'no_text' }],
    ['is cut in other words', choiceOf({ content: '' }, 'MAX_TOKENS'), { finish_reason: 'no_text' }],
    ['only thinks', choiceOf({ content: '', reasoning: 'Hm' }, 'stop'), { text: '', finish_reason: 'no_text' }],
    [
      'calls a tool and stops',
      choiceOf({ content: null, tool_calls: [{}] }, 'stop'),
      { text: '', finish_reason: 'failed' },
    ],
    [
      'calls a tool and speaks',
      choiceOf({ content: 'Buses.', tool_calls: [{}] }, 'tool_calls'),
      { text: 'Buses.', finish_reason: 'failed' },
    ],
    [
      'lists no tool',
      choiceOf({ content: 'Buses.', tool_calls: [] }, 'stop'),
      { text: 'Buses.', finish_reason: 'stop' },
    ],
    [
      'refuses in parts',
      choiceOf({ content: [{ type: 'refusal', refusal: 'I cannot.' }] }, 'stop'),
      { text: 'I cannot.', finish_reason: 'refused' },
    ],
    [
      'thinks in parts',
      choiceOf(
        {
          content: [
            { type: 'reasoning', text: 'Hm' },
            { type: 'text', text: 'Buses.' },
          ],
        },
        'stop',
      ),
      { text: 'Buses.', finish_reason: 'stop' },
    ],
    [
      'only thinks in parts',
      choiceOf({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] }, 'stop'),
      { text: '', finish_reason: 'no_text' },
    ],
    [
      'speaks of a mark',
      choiceOf({ content: 'I say </think> is a tag' }, 'stop'),
      { text: 'I say </think> is a tag', finish_reason: 'stop' },
    ],
    [
      'thinks, and speaks of a mark',
      choiceOf({ content: '<think>\nHm.\n</think>\n\nI say </think>' }, 'stop'),
      { text: 'I say </think>', raw_text: '<think>\nHm.\n</think>\n\nI say </think>' },
    ],
    [
      'ends a thought on a line of its own',
      choiceOf({ content: 'Hm.\n</think>\n\nBuses.' }, 'stop'),
      { text: 'Buses.', raw_text: 'Hm.\n</think>\n\nBuses.' },
    ],
  ])('when the server %s, then the completion says so', async (_, choice, expected) => {
    const completion = await ask((response) => {
      json(response, 200, { choices: [choice], usage: { prompt_tokens: 40, completion_tokens: 5 } });
    });
    expect(completion).toMatchObject(expected);
  });

  it('when it ends in ways that we do not know, then the log says so once for each', async () => {
    const warnings: string[] = [];
    await using server = await startServer((response, _, count) => {
      json(response, 200, { choices: [choiceOf({ content: 'Buses.' }, ['tired', null][count % 2] ?? null)] });
    });
    const model = modelConfig('openai', '', { options: openaiOptions({ baseUrls: [server.url] }) });
    const backend = await loadBackend(model, (_, text) => warnings.push(text));
    for (let turn = 0; turn < 4; turn += 1) await backend.generate(busRequest(), unhurried);
    await backend.close();
    expect(warnings.filter((text) => text.includes('finish_reason'))).toEqual([
      expect.stringContaining('finish_reason "tired"'),
      expect.stringContaining('finish_reason null'),
    ]);
  });

  it('when the server filters the prompt, then the reply was filtered, and the request has not failed', async () => {
    const completion = await ask((response) => {
      json(response, 400, { error: { message: 'The prompt was filtered.', code: 'content_filter' } });
    });
    expect(completion).toMatchObject({ text: '', finish_reason: 'content_filter', prompt_tokens: null });
  });
});
