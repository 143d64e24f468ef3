import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does with one request for a completion; the number counts them from 0. */
export type Behaviour = (response: ServerResponse, body: ChatBody, count: number) => void;

interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  max_tokens: number;
  seed: number;
  stop?: string[];
  response_format?: object;
  grammar?: string;
  chat_template_kwargs?: object;
  structured_outputs?: { regex: string };
  guided_regex?: string;
  regex?: string;
}

export interface FaultyServer extends AsyncDisposable {
  url: string;
  bodies: ChatBody[];
  /** Headers of the requests for completions. */
  headers: IncomingMessage['headers'][];
  /** Requests under way now, and the most there ever were. */
  load: { now: number; most: number };
  behave: Behaviour;
  /** What it says of itself. */
  kind: string;
  /** Its other addresses, such as `/tokenize`, with what they answer; those that are not here do not exist. */
  pages: Record<string, (body: Record<string, unknown>) => object>;
  /** The key by which it holds replies to a form; it ignores all others. */
  holds: keyof ChatBody | undefined;
  /** The requests by which it was found out how. */
  probes: ChatBody[];
  /** How it answers /models, if not with its one model. */
  list?: (response: ServerResponse, headers: IncomingMessage['headers']) => void;
}

/** An OpenAI-compatible server on this machine that does what the test says. */
export async function startServer(behave: Behaviour = comment()): Promise<FaultyServer> {
  const server = createServer((incoming, response) => {
    void answer(faulty, incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const faulty: FaultyServer = {
    url: `http://127.0.0.1:${port}/v1`,
    bodies: [],
    headers: [],
    load: { now: 0, most: 0 },
    behave,
    kind: 'town-hall',
    pages: {},
    holds: 'response_format',
    probes: [],
    [Symbol.asyncDispose]() {
      server.closeAllConnections();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
  return faulty;
}

async function answer(faulty: FaultyServer, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (incoming.url === '/v1/models') {
    if (faulty.list) faulty.list(response, incoming.headers);
    else json(response, 200, { data: [{ id: 'town-hall-7b', owned_by: faulty.kind }] });
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  if (incoming.url !== '/v1/chat/completions') {
    const given = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
    const page = faulty.pages[incoming.url ?? ''];
    if (page) json(response, 200, page(given));
    else complain(response, 404, 'File Not Found');
    return;
  }
  const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatBody;
  if (JSON.stringify(body).includes('held')) {
    faulty.probes.push(body);
    const isHeld = faulty.holds !== undefined && body[faulty.holds] !== undefined;
    comment(0, isHeld ? '{"answer": "held"}' : 'Good evening!')(response, body, 0);
    return;
  }
  faulty.bodies.push(body);
  faulty.headers.push(incoming.headers);
  faulty.load.most = Math.max(faulty.load.most, ++faulty.load.now);
  response.on('close', () => (faulty.load.now -= 1));
  faulty.behave(response, body, faulty.bodies.length - 1);
}

export function json(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

export function complain(response: ServerResponse, status: number, message: string, headers = {}): void {
  json(response, status, { error: { message, code: status } }, headers);
}

/** A comment, after some milliseconds. */
export function comment(afterMs = 0, text = 'Free buses help everyone.'): Behaviour {
  return (response) => {
    setTimeout(() => {
      const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
      json(response, 200, { choices, usage: { prompt_tokens: 40, completion_tokens: 5 } });
    }, afterMs);
  };
}
