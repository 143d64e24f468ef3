import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One request for something that the server misbehaves at. */
export interface Exchange {
  response: ServerResponse;
  socket: Socket;
  path: string;
  /** The key that it was sent. */
  key: string;
  /** Answers with a comment. */
  comment: (changes?: object) => void;
}

export interface MaliciousServer extends AsyncDisposable {
  url: string;
  /** Requests at which it has misbehaved. */
  readonly hits: number;
}

interface Malice {
  /** Where it misbehaves: a part of the path. */
  at: string;
  play: (exchange: Exchange) => void;
  /** What it says of itself. */
  kind?: string;
}

/** A server that is an OpenAI-compatible one but for one thing. */
export async function startMalicious({ at, play, kind = 'town-hall' }: Malice): Promise<MaliciousServer> {
  let hits = 0;
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '';
    response.on('error', ignore);
    incoming.resume().on('end', () => {
      if (path.includes(at)) hits += 1;
      if (path.includes(at)) play(exchangeOf(incoming, response));
      else if (path.endsWith('/models')) json(response, { data: [{ id: 'town-hall-7b', owned_by: kind }] });
      else if (path.endsWith('/chat/completions')) json(response, commentOf());
      else response.writeHead(404).end();
    });
  });
  server.on('connection', (socket) => socket.on('error', ignore));
  const url = `http://127.0.0.1:${await listen(server)}/v1`;
  return {
    url,
    get hits() {
      return hits;
    },
    [Symbol.asyncDispose]() {
      server.closeAllConnections();
      return closed(server);
    },
  };
}

/** Answers a TLS handshake with the first half of a reply. */
export async function startHalfHandshake(): Promise<MaliciousServer> {
  let hits = 0;
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket.on('error', ignore));
    hits += 1;
    socket.once('data', () => socket.write(Buffer.from('160303007a0200', 'hex')));
  });
  const url = `https://127.0.0.1:${await listen(server)}/v1`;
  return {
    url,
    get hits() {
      return hits;
    },
    [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      return closed(server);
    },
  };
}

function exchangeOf({ url = '', headers, socket }: IncomingMessage, response: ServerResponse): Exchange {
  const key = headers.authorization?.replace('Bearer ', '') ?? '';
  const comment = (changes?: object): void => {
    json(response, commentOf(changes));
  };
  return { response, socket, path: url, key, comment };
}

function commentOf(changes: object = {}): object {
  const choices = [{ index: 0, message: { role: 'assistant', content: 'Fewer cars, please.' }, finish_reason: 'stop' }];
  return { choices, usage: { prompt_tokens: 40, completion_tokens: 5 }, ...changes };
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function ignore(): void {
  // Clients that give up are what is wanted.
}
