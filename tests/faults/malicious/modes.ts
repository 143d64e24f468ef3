import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Exchange } from './malicious-server.js';

export interface Mode {
  name: string;
  play: (exchange: Exchange) => void;
  /** Where; at completions if it says nothing. */
  at?: string;
  /** The exit code, if the server cannot be done without: the run ends before anything is made. */
  code?: number;
  /** Tried with every change. */
  isQuick?: boolean;
}

const jsonType = { 'content-type': 'application/json' };
const token = 'data: {"choices":[{"index":0,"delta":{"content":"car "},"finish_reason":null}]}\n\n';
const megabyte = Buffer.alloc(1024 * 1024, 0x20);

export const modes: readonly Mode[] = [
  { name: 'drips its list of models', at: '/models', play: ({ response }) => drip(response.writeHead(200, jsonType)) },
  { name: 'lists models without end', at: '/models', play: ({ response }) => flood(response.writeHead(200, jsonType)) },
  { name: 'fails at its list without end', at: '/models', play: ({ response }) => flood(response.writeHead(500)) },
  { name: 'shows a page at its list', at: '/models', play: ({ response }) => page(response) },
  {
    name: 'lists what are no models',
    at: '/models',
    play: ({ response }) => end(response, { data: [1, null, { id: 5 }] }),
  },
  {
    name: 'lists models elsewhere',
    at: '/models',
    play: ({ response }) => redirect(response, 'http://127.0.0.2:9/v1/models'),
  },
  { name: 'repeats the key at its list', at: '/models', code: 69, play: (exchange) => repeat(exchange, 401) },
  { name: 'drips headers', play: ({ socket }) => dripRaw(socket, 'HTTP/1.1 200 OK\r\nx-slow: ') },
  { name: 'says nothing', play: () => undefined },
  { name: 'drips its reply', isQuick: true, play: ({ response }) => drip(response.writeHead(200, jsonType)) },
  { name: 'replies without end', isQuick: true, play: ({ response }) => flood(response.writeHead(200, jsonType)) },
  { name: 'sends a gzip bomb', isQuick: true, play: ({ response }) => bomb(response) },
  { name: 'fails without end', play: ({ response }) => flood(response.writeHead(500)) },
  { name: 'drips a failure', play: ({ response }) => drip(response.writeHead(500)) },
  { name: 'repeats the key in a failure', play: (exchange) => repeat(exchange, 500) },
  { name: 'repeats the key as a refusal of everybody', code: 69, play: (exchange) => repeat(exchange, 401) },
  { name: 'repeats the key in its reply', play: ({ key, comment }) => comment(reply(`Your key is ${key}.`)) },
  { name: 'repeats the key as its name', play: ({ key, comment }) => comment({ model: key }) },
  { name: 'redirects elsewhere', isQuick: true, play: ({ response }) => redirect(response, 'http://127.0.0.2:9/v1') },
  { name: 'redirects in a circle', play: ({ response, path }) => redirect(response, path) },
  {
    name: 'redirects within itself',
    play: ({ response, path, comment }) => (path.endsWith('?moved') ? comment() : redirect(response, `${path}?moved`)),
  },
  { name: 'redirects to nowhere', play: ({ response }) => response.writeHead(303).end() },
  { name: 'answers a number', play: ({ response }) => end(response, 42) },
  { name: 'answers null', play: ({ response }) => end(response, null) },
  {
    name: 'answers with wrong types everywhere',
    play: ({ comment }) => comment({ choices: [{ message: 5, finish_reason: [] }], usage: 'x', model: {} }),
  },
  {
    name: 'counts half tokens',
    play: ({ comment }) => comment({ usage: { prompt_tokens: 12.5, completion_tokens: -1 } }),
  },
  { name: 'answers with another id', play: ({ comment }) => comment({ id: [{}], object: 5, created: 'yesterday' }) },
  { name: 'repeats a choice', play: ({ comment }) => comment(reply('One.', 'Two.')) },
  { name: 'answers without a choice', play: ({ comment }) => comment({ choices: [] }) },
  { name: 'shows a page', isQuick: true, play: ({ response }) => page(response) },
  { name: 'is busy for ever', play: ({ response }) => response.writeHead(429).end() },
  {
    name: 'is busy for a century',
    play: ({ response }) => response.writeHead(503, { 'retry-after': '3155760000' }).end(),
  },
  { name: 'closes in its headers', play: ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty') },
  {
    name: 'closes in its reply',
    play: ({ response, socket }) => response.writeHead(200, jsonType).write('{"choices": [', () => socket.destroy()),
  },
  { name: 'resets the connection', play: ({ socket }) => socket.resetAndDestroy() },
  {
    name: 'promises more than it sends',
    play: ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"choices":'),
  },
  {
    name: 'sends more than it promises',
    play: ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{"choices": []}`),
  },
  {
    name: 'continues for ever',
    play: ({ socket }) => dripRaw(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n'),
  },
  { name: 'has no content', play: ({ response }) => response.writeHead(204).end() },
  { name: 'has headers without end', play: ({ socket }) => floodRaw(socket, 'HTTP/1.1 200 OK\r\nx-long: ') },
  { name: 'speaks no HTTP', play: ({ socket }) => socket.end('220 smtp.example.org ESMTP\r\n') },
  { name: 'nests too deep', play: ({ response }) => response.writeHead(200, jsonType).end('['.repeat(5_000_000)) },
  {
    name: 'nests deep and ends',
    play: ({ response }) => response.writeHead(200, jsonType).end('['.repeat(1_000_000) + ']'.repeat(1_000_000)),
  },
  {
    name: 'begins with a BOM',
    play: ({ response }) => response.writeHead(200, jsonType).end(`\ufeff${JSON.stringify(reply('Yes.'))}`),
  },
  {
    name: 'cuts a character in half',
    play: ({ response }) =>
      response.writeHead(200, jsonType).end(Buffer.from('{"choices":[{"message":{"content":"é').subarray(0, -1)),
  },
  {
    name: 'closes in an event',
    isQuick: true,
    play: ({ response, socket }) => stream(response).write(token.slice(0, 30), () => socket.destroy()),
  },
  { name: 'streams nothing without end', play: ({ response }) => dripRaw(stream(response), '', ': waiting\n\n') },
  { name: 'streams tokens without end', isQuick: true, play: ({ response }) => dripRaw(stream(response), '', token) },
  {
    name: 'streams tokens as fast as it can',
    play: ({ response }) => flood(stream(response), Buffer.from(token.repeat(1000))),
  },
  {
    name: 'streams a line without end',
    play: ({ response }) => flood(stream(response), Buffer.from(`data: ${'x'.repeat(65536)}`)),
  },
  {
    name: 'streams garbage',
    play: ({ response }) => stream(response).end('data: {"choices": buses}\n\ndata: [DONE]\n\n'),
  },
  {
    name: 'streams a failure',
    play: ({ response }) => stream(response).end('data: {"error": {"message": "CUDA error"}}\n\n'),
  },
  {
    name: 'streams the key as a failure',
    play: ({ response, key }) => stream(response).end(`data: {"error": {"message": "wrong: ${key}"}}\n\n`),
  },
];

function end(response: ServerResponse, value: unknown): void {
  response.writeHead(200, jsonType).end(JSON.stringify(value));
}

function page(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location }).end();
}

function repeat({ response, key }: Exchange, status: number): void {
  const message = `${'x'.repeat(270)} incorrect API key: ${key} ${encodeURIComponent(key)}`;
  response.writeHead(status, jsonType).end(JSON.stringify({ error: { message, code: key } }));
}

function reply(...texts: string[]): object {
  return { choices: texts.map((content) => ({ index: 0, message: { content }, finish_reason: 'stop' })) };
}

function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function drip(response: ServerResponse): void {
  dripRaw(response, ' ', ' ');
}

function dripRaw(to: ServerResponse | Socket, start: string, drop = 'x'): void {
  if (start !== '') to.write(start);
  const timer = setInterval(() => to.write(drop), 50);
  to.on('close', () => {
    clearInterval(timer);
  });
}

/** As much as is taken, and no more than 4 GB. */
function flood(to: ServerResponse | Socket, chunk = megabyte): void {
  let sent = 0;
  const pour = (): void => {
    while (!to.destroyed && sent < 4e9 && to.write(chunk)) sent += chunk.length;
  };
  to.on('drain', pour);
  pour();
}

function floodRaw(socket: Socket, start: string): void {
  socket.write(start);
  flood(socket, Buffer.alloc(65536, 0x78));
}

/** 2 GiB in 2 MiB. */
function bomb(response: ServerResponse): void {
  response.writeHead(200, { ...jsonType, 'content-encoding': 'gzip' });
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  for (let sent = 0; sent < 32; sent++) response.write(member);
  response.end();
}
