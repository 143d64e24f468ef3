import type { OpenAI } from 'openai';
import type { Message, ShownPrompt } from '../backend.js';
import { askJson } from './exchange.js';

/** A server that may show what its chat template makes of messages. */
export interface PromptReader {
  client: OpenAI;
  model: string;
  /** As the server reports it: `llamacpp`, `vllm`. */
  kind: string;
  variables: object | undefined;
}

type Messages = readonly Message[];

/** The text that the model reads, and its tokens; undefined if the server has no way to show it, or refuses these messages. */
export async function readPrompt(reader: PromptReader, messages: Messages): Promise<ShownPrompt | undefined> {
  try {
    if (reader.kind === 'llamacpp') return await readFromLlamaServer(reader, messages);
    return reader.kind === 'vllm' ? await readFromVllm(reader, messages) : undefined;
  } catch {
    return undefined;
  }
}

async function readFromLlamaServer(reader: PromptReader, messages: Messages): Promise<ShownPrompt> {
  const text = textIn(await post(reader, '/apply-template', { messages, ...kwargs(reader) }));
  const tokenized = await post(reader, '/tokenize', { content: text, add_special: true, parse_special: true });
  return { text, tokens: tokensIn(tokenized).length };
}

async function readFromVllm(reader: PromptReader, messages: Messages): Promise<ShownPrompt> {
  const { model } = reader;
  const tokenized = await post(reader, '/tokenize', {
    model,
    messages,
    add_generation_prompt: true,
    ...kwargs(reader),
  });
  const tokens = tokensIn(tokenized);
  return { text: textIn(await post(reader, '/detokenize', { model, tokens })), tokens: tokens.length };
}

function kwargs({ variables }: PromptReader): object {
  return variables ? { chat_template_kwargs: variables } : {};
}

export const patience = { timeoutMs: 10_000 };

/** These addresses stand beside `/v1`, not below it. */
function post({ client }: PromptReader, path: string, body: object): Promise<unknown> {
  return askJson(patience, (options) => client.post(besideApi(client, path), { body, ...options }));
}

export function besideApi({ baseURL }: OpenAI, path: string): string {
  return `${baseURL.replace(/\/(v1\/?)?$/, '')}${path}`;
}

function textIn(answer: unknown): string {
  const prompt: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'prompt') : undefined;
  if (typeof prompt !== 'string') throw new Error('the answer has no prompt');
  return prompt;
}

function tokensIn(answer: unknown): unknown[] {
  const tokens: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'tokens') : undefined;
  if (!Array.isArray(tokens)) throw new Error('the answer has no tokens');
  return tokens;
}
