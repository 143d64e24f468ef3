import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Exchange, MaliciousServer } from './malicious-server.js';

export interface Mode {
  name: string;
  play: (exchange: Exchange) => void;
  /** Where; at completions if it says nothing. */
  at?: string;
  /** The exit code, if the server cannot be done without: the run ends before anything is made. */
  code?: number;
  /** Tried with every change. */
  isQuick?: boolean;
  /** It keeps a program waiting that is patient, until it is told to stop. */
  hangs?: boolean;
  /** What it says of itself: a llama-server is asked more. */
  kind?: string;
  /** A server that is none of HTTP. */
  start?: () => Promise<MaliciousServer>;
}

export const jsonType = { 'content-type': 'application/json' };
export const token = 'data: {"choices":[{"index":0,"delta":{"content":"car "},"finish_reason":null}]}\n\n';
const megabyte = Buffer.alloc(1024 * 1024, 0x20);

export function end(response: ServerResponse, value: unknown): void {
  response.writeHead(200, jsonType).end(JSON.stringify(value));
}

export function page(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in');
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location }).end();
}

export function repeat({ response, key }: Exchange, status: number): void {
  const message = `${'x'.repeat(270)} incorrect API key: ${key} ${encodeURIComponent(key)}`;
  response.writeHead(status, jsonType).end(JSON.stringify({ error: { message, code: key } }));
}

export function reply(...texts: string[]): object {
  return { choices: texts.map((content) => ({ index: 0, message: { content }, finish_reason: 'stop' })) };
}

export function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function drip(response: ServerResponse): void {
  dripRaw(response, ' ', ' ');
}

export function dripRaw(to: ServerResponse | Socket, start: string, drop = 'x'): void {
  if (start !== '') to.write(start);
  const timer = setInterval(() => to.write(drop), 50);
  to.on('close', () => {
    clearInterval(timer);
  });
}

/** As much as is taken, and no more than 4 GB. */
export function flood(to: ServerResponse | Socket, chunk = megabyte): void {
  let sent = 0;
  const pour = (): void => {
    while (!to.destroyed && sent < 4e9 && to.write(chunk)) sent += chunk.length;
  };
  to.on('drain', pour);
  pour();
}

export function floodRaw(socket: Socket, start: string): void {
  socket.write(start);
  flood(socket, Buffer.alloc(65536, 0x78));
}

let bombMember: Buffer | undefined;

/** 2 GiB in 2 MiB. */
export function bomb(response: ServerResponse): void {
  response.writeHead(200, { ...jsonType, 'content-encoding': 'gzip' });
  // Made once: the server that behaves lives in the same process.
  bombMember ??= gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  for (let sent = 0; sent < 32; sent++) response.write(bombMember);
  response.end();
}
