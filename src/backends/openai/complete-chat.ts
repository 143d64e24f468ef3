import { APIError, type OpenAI } from 'openai';
import type { OnStart } from '../backend.js';
import { assembleStream } from './assemble-stream.js';
import { beforeDeadline, parseAnswer } from './exchange.js';
import { chunksOf, mostBytes, readText } from './read-body.js';

interface Chat {
  client: OpenAI;
  /** The request, but for how it is answered. */
  body: object;
  maxTokens: number;
  /** To the first token, and again from there to the end; an answer that comes as a whole has one of the two. */
  timeoutMs: number;
  onStart: OnStart | undefined;
}

/** Servers that reject streams, or count tokens in no stream though they do otherwise. */
const unstreamed = new WeakSet<OpenAI>();
/** Servers that count no tokens anyway. */
const uncounted = new WeakSet<OpenAI>();

const asStream = { stream: true, stream_options: { include_usage: true } };

/** Servers send some 300 bytes for a token, and more if `extra_body` asks for probabilities. */
const bytesOfToken = 4096;

/**
 * A chat completion as a server answers it, assembled if it comes as a stream. It is asked for as a stream, so that the
 * first token shows when decoding starts; a server that answers as a whole all the same is understood too. One that
 * rejects streams, or whose streams lack the token counts, is asked again without, and never again with.
 */
export async function completeChat(chat: Chat, signal: AbortSignal): Promise<unknown> {
  const { client } = chat;
  if (unstreamed.has(client)) return (await ask(chat, {}, signal)).answer;
  const rejected = { answer: undefined, isStream: true };
  const streamed = await ask(chat, asStream, signal).catch((error: unknown) => {
    if (!rejectsStream(error)) throw error;
    return rejected;
  });
  if (!streamed.isStream || hasUsage(streamed.answer) || uncounted.has(client)) return streamed.answer;
  const { answer } = await ask(chat, {}, signal);
  (streamed === rejected || hasUsage(answer) ? unstreamed : uncounted).add(client);
  return answer;
}

/** Any mention: it counts as rejected only if the same request succeeds without. */
function rejectsStream(error: unknown): boolean {
  return error instanceof APIError && error.status !== undefined && /\bstream/i.test(error.message);
}

function hasUsage(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'usage' in answer && Boolean(answer.usage);
}

interface Answered {
  answer: unknown;
  isStream: boolean;
}

async function ask(chat: Chat, form: object, signal: AbortSignal): Promise<Answered> {
  const { client, body, timeoutMs, onStart } = chat;
  let stop: (() => void) | undefined;
  try {
    return await beforeDeadline({ timeoutMs, signal }, async (options, restart) => {
      const sent = client.post('/chat/completions', { body: { ...body, ...form }, ...options });
      return readChat(await sent.asResponse(), {
        maxTokens: chat.maxTokens,
        onToken() {
          restart();
          stop = onStart?.();
        },
      });
    });
  } finally {
    // Whatever comes next, another try or another request, does not decode yet.
    stop?.();
  }
}

/** Some servers stream under another type, and some answer as a whole to whoever asks for a stream. */
async function readChat(
  response: Response,
  { maxTokens, onToken }: { maxTokens: number; onToken: () => void },
): Promise<Answered> {
  if (/event-stream/i.test(response.headers.get('content-type') ?? '')) {
    const chunks = chunksOf(response, mostBytes + maxTokens * bytesOfToken);
    return { answer: await assembleStream(chunks, onToken), isStream: true };
  }
  const text = await readText(response);
  if (/^(data|event|id|retry)?:/.test(text)) return { answer: await assembleStream([text], onToken), isStream: true };
  return { answer: parseAnswer(text), isStream: false };
}
