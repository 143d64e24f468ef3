import { startHalfHandshake } from './malicious-server.js';
import { dripRaw, flood, floodRaw, jsonType, reply, stream, token, type Mode } from './plays.js';

export const wireModes: readonly Mode[] = [
  { name: 'is busy for ever', hangs: true, play: ({ response }) => response.writeHead(429).end() },
  {
    name: 'is busy for a century',
    hangs: true,
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
    hangs: true,
    play: ({ socket }) => {
      dripRaw(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n');
    },
  },
  { name: 'has no content', play: ({ response }) => response.writeHead(204).end() },
  {
    name: 'has headers without end',
    play: ({ socket }) => {
      floodRaw(socket, 'HTTP/1.1 200 OK\r\nx-long: ');
    },
  },
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
    play: ({ response, socket }) => stream(response).write(token.slice(0, 30), () => socket.destroy()),
  },
  {
    name: 'streams nothing without end',
    hangs: true,
    play: ({ response }) => {
      dripRaw(stream(response), '', ': waiting\n\n');
    },
  },
  {
    name: 'streams tokens without end',
    hangs: true,
    isQuick: true,
    play: ({ response }) => {
      dripRaw(stream(response), '', token);
    },
  },
  {
    name: 'streams tokens as fast as it can',
    play: ({ response }) => {
      flood(stream(response), Buffer.from(token.repeat(1000)));
    },
  },
  {
    name: 'streams a line without end',
    play: ({ response }) => {
      flood(stream(response), Buffer.from(`data: ${'x'.repeat(65536)}`));
    },
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
  { name: 'gives half a TLS handshake', hangs: true, play: () => undefined, start: startHalfHandshake },
];
