import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMalicious, type Exchange } from '../faults/malicious/malicious-server.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

const key = 'sk-canary-0123456789abcdef';
const env = { TOWN_HALL_KEY: key };

type Place = [place: string, at: string, play: (exchange: Exchange) => void];

/** Where a server may repeat the key that it was sent. */
const places: Place[] = [
  ...[401, 403, 400, 404, 500, 503].flatMap((status): Place[] => [
    [
      `an error ${status} of the list of models`,
      '/models',
      (exchange) => {
        complain(exchange, status);
      },
    ],
    [
      `an error ${status} of a reply`,
      '/chat/completions',
      (exchange) => {
        complain(exchange, status);
      },
    ],
  ]),
  [
    'a text',
    '/chat/completions',
    ({ key, comment }) => {
      comment(saying(`I am ${key}.`));
    },
  ],
  [
    'a thought',
    '/chat/completions',
    ({ key, comment }) => {
      comment(saying(`<think>${key}</think>Yes.`));
    },
  ],
  [
    'the name of the model',
    '/chat/completions',
    ({ key, comment }) => {
      comment({ model: key });
    },
  ],
  [
    'an unknown finish reason',
    '/chat/completions',
    ({ key, comment }) => {
      comment(saying('Yes.', key));
    },
  ],
  [
    'a listed model',
    '/models',
    ({ key, response }) => response.end(JSON.stringify({ data: [{ id: key, owned_by: key }] })),
  ],
  ['what is no list', '/models', ({ key, response }) => response.end(`"${key}"`)],
  [
    'a page in place of a reply',
    '/chat/completions',
    ({ key, response }) => response.end(`<html>${' '.repeat(60)}${key}`),
  ],
  [
    'a redirect',
    '/chat/completions',
    ({ key, response }) => response.writeHead(307, { location: `http://${key}.example/` }).end(),
  ],
  [
    'a stream',
    '/chat/completions',
    ({ key, response }) => stream(response).end(`data: {"error":{"message":"${key}"}}\n\n`),
  ],
];

describe('an API key that a server repeats', () => {
  it.each(places)('when it is in %s, then nothing that is written or printed has it', async (_place, at, play) => {
    await using server = await startMalicious({ at, play });
    await using project = await serverProject(server.url);
    const exit = await syndisco(['generate', '-c', project.config, '--debug', '--json'], { env });
    expect(await leaks(project, exit)).toEqual([]);
    expect(server.hits).toBeGreaterThan(0);
  });

  it('when it has a line break, then it is refused before anything is sent, without being shown', async () => {
    await using server = await startMalicious({
      at: '/',
      play: ({ comment }) => {
        comment();
      },
    });
    await using project = await serverProject(server.url);
    const broken = { TOWN_HALL_KEY: `${key}\nsecond line` };
    const exit = await syndisco(['generate', '-c', project.config, '--debug'], { env: broken });
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain('The API key in the environment variable TOWN_HALL_KEY has a line break');
    expect(await leaks(project, exit)).toEqual([]);
    expect(server.hits).toBe(0);
  });

  it('when a password is in an address, then it is refused without being shown', async () => {
    await using project = await serverProject(`http://anna:${key}@127.0.0.1:9/v1`);
    const exit = await syndisco(['generate', '-c', project.config, '--debug'], { env });
    expect(exit.code).toBe(78);
    expect(await leaks(project, exit)).toEqual([]);
  });

  it('when it is in extra_body too and comes back in a comment, then the comment does not show it', async () => {
    const secret = 'tulip-canary-4711';
    await using server = await startMalicious({
      at: '/chat',
      play: ({ comment }) => {
        comment(saying(`It is ${secret}.`));
      },
    });
    await using project = await serverProject(server.url, `, extra_body: { nested: { auth_token: ${secret} } }`);
    const exit = await syndisco(['generate', '-c', project.config], { env });
    expect(exit.code).toBe(0);
    expect(await leaks(project, exit)).toEqual([]);
  });
});

function complain({ response, key }: Exchange, status: number): void {
  // At the place where a message is cut off to be shown, too.
  const message = `${key} ${'x'.repeat(240)} ${key} ${encodeURIComponent(key)}`;
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message, code: key } }));
}

function saying(content: string, reason = 'stop'): object {
  return { choices: [{ message: { content }, finish_reason: reason }] };
}

function stream(response: Exchange['response']): Exchange['response'] {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

async function serverProject(url: string, more = ''): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  const options = `base_urls: ['${url}'], api_key_env: TOWN_HALL_KEY, timeout_s: 1, give_up_after_s: 0${more}`;
  await project.edit('library_type: scripted', 'library_type: openai');
  await project.edit('scripted: { slots: 4 }', `openai: { ${options} }`);
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await project.edit('level: info', 'level: debug');
  await project.edit('print_to_terminal: false', 'print_to_terminal: true');
  return project;
}

/** Files that have a part of a secret in them, but for the config, and what was printed. */
async function leaks({ dir, config }: Project, { stdout, stderr }: Exit): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = files
    .filter((file) => file !== config)
    .map(async (file) => [file, await readFile(file, 'utf8')] as const);
  const found = [...(await Promise.all(texts)), ['stdout', stdout] as const, ['stderr', stderr] as const];
  return found.filter(([, text]) => text.includes('canary')).map(([name]) => name);
}
