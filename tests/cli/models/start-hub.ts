import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a hub does wrong, or by its own ways; may change while it runs. */
export interface HubWays {
  /** Whoever does not show it is refused with 401. */
  token?: string;
  /** The status of all answers about the repository, so many times. */
  refuse?: { status: number; times: number; headers?: Record<string, string> };
  /** So many answers with content break off after so many bytes. */
  drop?: { afterBytes: number; times: number };
  /** What it says of a repository, whatever it is asked. */
  answers?: string;
  /** One byte of what is served is another one. */
  corrupts?: boolean;
  /** Files are served by the hub itself, or by a server with another address, under an address with a signature. */
  redirects?: 'same' | 'other';
  /** Whole files are sent whatever part was asked for. */
  ignoresRanges?: boolean;
  /** Bytes that the list adds to the length of files. */
  listsMore?: number;
  /** Pause after each 256 KiB. */
  pauseMs?: number;
}

export interface Hub extends AsyncDisposable {
  url: string;
  ways: HubWays;
  /** Of the content of files. */
  sentBytes: number;
  requests: { server: 'hub' | 'store'; url: string; authorization: string | undefined }[];
}

export const commit = 'c0ffee'.padEnd(40, '0');
const signature = 'signature=9f8e7d6c5b4a39281706f5e4d3c2b1a0';

export function contentOf(megabytes: number): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), randomBytes(megabytes * 1e6 - 4)]);
}

export function sumOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A hub as https://huggingface.co is one, with one repository and, beside it, the store that it redirects to. */
export async function startHub(
  repo: string,
  files: Readonly<Record<string, Buffer>>,
  ways: HubWays = {},
): Promise<Hub> {
  const hub = { ways, sentBytes: 0, requests: [] } as unknown as Hub;
  const store = await listen((request, response) => {
    note(hub, 'store', request);
    void serve(hub, request, response, fileAt(files, request));
  });
  const server = await listen(async (request, response) => {
    note(hub, 'hub', request);
    const path = pathOf(request);
    const status = refusalOf(hub.ways, request);
    if (status) end(response, status.status, status.headers);
    else if (hub.ways.answers !== undefined) response.end(hub.ways.answers);
    else if (path === `/api/models/${repo}/revision/main`) list(hub, files, response);
    else if (path.startsWith('/stored/')) await serve(hub, request, response, fileAt(files, request));
    else if (!path.startsWith(`/${repo}/resolve/${commit}/`)) end(response, 404);
    else if (hub.ways.redirects === undefined) await serve(hub, request, response, fileAt(files, request));
    else {
      const at = hub.ways.redirects === 'same' ? '' : addressOf(store);
      end(response, 302, { location: `${at}/stored/${path.split('/').slice(5).join('/')}?${signature}` });
    }
  });
  return Object.assign(hub, {
    url: addressOf(server),
    [Symbol.asyncDispose]: () => Promise.all([server, store].map(stop)).then(() => undefined),
  });
}

function note(hub: Hub, server: 'hub' | 'store', { url = '', headers }: IncomingMessage): void {
  hub.requests.push({ server, url, authorization: headers.authorization });
}

function list({ ways }: Hub, files: Readonly<Record<string, Buffer>>, response: ServerResponse): void {
  const siblings = Object.entries(files).map(([rfilename, content]) => {
    const size = content.length + (ways.listsMore ?? 0);
    return { rfilename, size, blobId: '0'.repeat(40), lfs: { sha256: sumOf(content), size, pointerSize: 135 } };
  });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ sha: commit, siblings: [{ rfilename: 'README.md', size: 3 }, ...siblings] }));
}

function refusalOf(
  { token, refuse }: HubWays,
  { headers }: IncomingMessage,
): Omit<NonNullable<HubWays['refuse']>, 'times'> | undefined {
  if (token !== undefined && headers.authorization !== `Bearer ${token}`) return { status: 401 };
  if (!refuse || refuse.times === 0) return undefined;
  refuse.times -= 1;
  return refuse;
}

async function serve(hub: Hub, request: IncomingMessage, response: ServerResponse, whole?: Buffer): Promise<void> {
  if (!whole) {
    end(response, 404);
    return;
  }
  const { ignoresRanges, drop } = hub.ways;
  const [, from, to] = (ignoresRanges ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')) ?? [];
  const start = Number(from ?? 0);
  const content = contentBetween(hub, whole, start, Number(to ?? whole.length - 1));
  const range = `bytes ${start}-${start + content.length - 1}/${whole.length}`;
  const headers = { 'content-length': content.length, ...(from !== undefined && { 'content-range': range }) };
  response.writeHead(from === undefined ? 200 : 206, headers);
  const breaks = takeDrop(drop, content.length);
  await send(hub, response, breaks ? content.subarray(0, breaks.afterBytes) : content);
  if (breaks) response.destroy();
  else response.end();
}

function takeDrop(drop: HubWays['drop'], length: number): HubWays['drop'] {
  if (!drop || drop.times === 0 || length <= drop.afterBytes) return undefined;
  drop.times -= 1;
  return drop;
}

function contentBetween({ ways }: Hub, whole: Buffer, start: number, last: number): Buffer {
  const content = Buffer.from(whole.subarray(start, last + 1));
  const at = 1000 - start;
  if (ways.corrupts && at >= 0 && at < content.length) content.writeUInt8(content.readUInt8(at) ^ 1, at);
  return content;
}

async function send(hub: Hub, response: ServerResponse, content: Buffer): Promise<void> {
  response.setMaxListeners(0);
  for (let at = 0; at < content.length && !response.destroyed; at += 262_144) {
    const piece = content.subarray(at, at + 262_144);
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    hub.sentBytes += piece.length;
    if (hub.ways.pauseMs) await delay(hub.ways.pauseMs);
  }
}

function fileAt(files: Readonly<Record<string, Buffer>>, request: IncomingMessage): Buffer | undefined {
  const path = decodeURIComponent(pathOf(request));
  return Object.entries(files).find(([name]) => path.endsWith(`/${name}`))?.[1];
}

function pathOf({ url = '' }: IncomingMessage): string {
  return new URL(url, 'http://hub').pathname;
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
