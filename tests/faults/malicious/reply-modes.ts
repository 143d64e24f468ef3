import { bomb, drip, dripRaw, end, flood, jsonType, page, redirect, repeat, reply, type Mode } from './plays.js';

export const replyModes: readonly Mode[] = [
  {
    name: 'drips its list of models',
    hangs: true,
    at: '/models',
    play: ({ response }) => {
      drip(response.writeHead(200, jsonType));
    },
  },
  {
    name: 'lists models without end',
    at: '/models',
    play: ({ response }) => {
      flood(response.writeHead(200, jsonType));
    },
  },
  {
    name: 'fails at its list without end',
    at: '/models',
    play: ({ response }) => {
      flood(response.writeHead(500));
    },
  },
  {
    name: 'shows a page at its list',
    at: '/models',
    play: ({ response }) => {
      page(response);
    },
  },
  {
    name: 'lists what are no models',
    at: '/models',
    play: ({ response }) => {
      end(response, { data: [1, null, { id: 5 }] });
    },
  },
  {
    name: 'lists models elsewhere',
    at: '/models',
    play: ({ response }) => {
      redirect(response, 'http://127.0.0.2:9/v1/models');
    },
  },
  {
    name: 'repeats the key at its list',
    at: '/models',
    code: 69,
    play: (exchange) => {
      repeat(exchange, 401);
    },
  },
  {
    name: 'drips headers',
    hangs: true,
    play: ({ socket }) => {
      dripRaw(socket, 'HTTP/1.1 200 OK\r\nx-slow: ');
    },
  },
  { name: 'says nothing', hangs: true, play: () => undefined },
  {
    name: 'drips its reply',
    hangs: true,
    isQuick: true,
    play: ({ response }) => {
      drip(response.writeHead(200, jsonType));
    },
  },
  {
    name: 'replies without end',
    isQuick: true,
    play: ({ response }) => {
      flood(response.writeHead(200, jsonType));
    },
  },
  {
    name: 'sends a gzip bomb',
    isQuick: true,
    play: ({ response }) => {
      bomb(response);
    },
  },
  {
    name: 'fails without end',
    play: ({ response }) => {
      flood(response.writeHead(500));
    },
  },
  {
    name: 'drips a failure',
    hangs: true,
    play: ({ response }) => {
      drip(response.writeHead(500));
    },
  },
  {
    name: 'repeats the key in a failure',
    play: (exchange) => {
      repeat(exchange, 500);
    },
  },
  {
    name: 'repeats the key as a refusal of everybody',
    code: 69,
    play: (exchange) => {
      repeat(exchange, 401);
    },
  },
  {
    name: 'repeats the key in its reply',
    play: ({ key, comment }) => {
      comment(reply(`Your key is ${key}.`));
    },
  },
  {
    name: 'repeats the key as its name',
    play: ({ key, comment }) => {
      comment({ model: key });
    },
  },
  {
    name: 'redirects elsewhere',
    isQuick: true,
    play: ({ response }) => {
      redirect(response, 'http://127.0.0.2:9/v1');
    },
  },
  {
    name: 'redirects in a circle',
    play: ({ response, path }) => {
      redirect(response, path);
    },
  },
  {
    name: 'redirects within itself',
    play: ({ response, path, comment }) => {
      if (path.endsWith('?moved')) comment();
      else redirect(response, `${path}?moved`);
    },
  },
  { name: 'redirects to nowhere', play: ({ response }) => response.writeHead(303).end() },
  {
    name: 'answers a number',
    play: ({ response }) => {
      end(response, 42);
    },
  },
  {
    name: 'answers null',
    play: ({ response }) => {
      end(response, null);
    },
  },
  {
    name: 'answers with wrong types everywhere',
    play: ({ comment }) => {
      comment({ choices: [{ message: 5, finish_reason: [] }], usage: 'x', model: {} });
    },
  },
  {
    name: 'counts half tokens',
    play: ({ comment }) => {
      comment({ usage: { prompt_tokens: 12.5, completion_tokens: -1 } });
    },
  },
  {
    name: 'answers with another id',
    play: ({ comment }) => {
      comment({ id: [{}], object: 5, created: 'yesterday' });
    },
  },
  {
    name: 'repeats a choice',
    play: ({ comment }) => {
      comment(reply('One.', 'Two.'));
    },
  },
  {
    name: 'answers without a choice',
    play: ({ comment }) => {
      comment({ choices: [] });
    },
  },
  {
    name: 'shows a page',
    play: ({ response }) => {
      page(response);
    },
  },
];
