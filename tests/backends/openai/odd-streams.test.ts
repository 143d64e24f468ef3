import { describe, expect, it } from 'vitest';
import type { Completion } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, unhurried } from '../../town-hall/model.js';
import { startServer, type Behaviour, type FaultyServer } from './faulty-server.js';

const usage = { prompt_tokens: 40, completion_tokens: 5 };
const said = (content: string): object => delta({ content });
const ending = delta({}, 'stop');

describe('a stream of an unusual form', () => {
  it.each<[string, object[], string]>([
    [
      'a text in place of a message',
      [{ choices: [{ index: 0, text: 'Free buses.', finish_reason: 'stop' }] }],
      'the reply has no message',
    ],
    [
      'messages that do not continue each other',
      [whole('Free'), whole(' buses.', 'stop')],
      'the stream contains two messages',
    ],
  ])('when it has %s, then that is no silence but a failure that says so', async (_name, events, story) => {
    await using server = await startServer(streaming([...events, { choices: [], usage }]));
    await expect(ask(server)).rejects.toThrow(story);
  });

  it.each<[string, string, string]>([
    ['lines end in a carriage return', 'text/event-stream', '\r'],
    ['lines end in both', 'text/event-stream', '\r\n'],
    ['type is another and its first line a comment', 'application/json', '\n'],
  ])('when its %s, then it is read', async (_name, type, newline) => {
    await using server = await startServer((response) => {
      const lines = [': waiting', '', lineOf(said('Free ')).trim(), '', lineOf(said('buses.')).trim(), ''];
      const end = [lineOf({ ...ending, usage }).trim(), '', 'data: [DONE]', '', ''];
      response.writeHead(200, { 'content-type': type });
      // A packet may end between the two characters of a line's end.
      for (const sign of [...lines, ...end].join(newline).match(/\r|[^\r]+/g) ?? []) response.write(sign);
      response.end();
    });
    expect(await ask(server)).toMatchObject({ text: 'Free buses.', ...usage });
  });
});

function delta(piece: object, reason: string | null = null): object {
  return { choices: [{ index: 0, delta: piece, finish_reason: reason }] };
}

function whole(content: string, reason: string | null = null): object {
  return { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: reason }] };
}

function lineOf(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

function streaming(events: readonly object[]): Behaviour {
  return (response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`${events.map(lineOf).join('')}data: [DONE]\n\n`);
}

async function ask({ url }: FaultyServer): Promise<Completion> {
  const options = openaiOptions({ baseUrls: [url], giveUpAfterMs: 0 });
  const backend = await loadBackend(modelConfig('openai', '', { options }), () => undefined);
  return backend.generate(busRequest(), unhurried).finally(() => backend.close());
}
