import { APIError, type OpenAI } from 'openai';
import {
  messagesOf,
  turnsOf,
  type Completion,
  type Message,
  type OnStart,
  type Request,
  type Sampling,
} from '../backend.js';
import { describeRoom } from '../fit-history.js';
import type { Extent } from './ask-for-less.js';
import { completeChat } from './complete-chat.js';
import { labelFormat, type LabelFormat } from './label-format.js';
import { readAnswer, type Usage } from './read-answer.js';
import { readChoice } from './read-choice.js';

/** The most stop strings that OpenAI's own servers accept; the others are applied here. */
const mostStops = 4;

export interface Question {
  client: OpenAI;
  model: string;
  /** The kind of server, such as `vllm`. */
  server: string;
  request: Request;
  extent: Extent;
  /** False for a chat template that refuses system messages. */
  hasSystemRole: boolean;
  /** How the server holds replies to a label; null if it cannot, or not in this request: replies are then free text. */
  labelFormat: LabelFormat | null;
  timeoutMs: number;
  /** Sent with every request; the config has made sure that it overrides nothing. */
  extraBody: object;
  /** Sent as `chat_template_kwargs`. Undefined for servers that may not know the key. */
  variables: object | undefined;
  /** Whether its chat template ends a prompt inside a thought, if that is known. */
  opensThought?: boolean | undefined;
  /** Called at the first token, by a server that streams. */
  onStart?: OnStart | undefined;
}

export interface Reply extends Omit<Completion, 'duration_ms'> {
  /** A finish reason that we do not know, of a reply with a text. */
  unknownReason?: string | null;
}

/** Requests one chat completion. Throws what the client throws, or NoCompletion. */
export async function askServer(question: Question, signal: AbortSignal): Promise<Reply> {
  return readReply(await complete(question, signal), question);
}

/** What a server's answer to a question says, however it came. Throws NoCompletion. */
export function readReply(
  answer: unknown,
  { request, extent, model: asked, opensThought }: Pick<Question, 'request' | 'extent' | 'model' | 'opensThought'>,
): Reply {
  const { choice, usage, model } = readAnswer(answer);
  const isFull = choice.finish_reason === 'length';
  return {
    ...readChoice(choice, request, opensThought),
    prompt_tokens: usage.prompt_tokens ?? null,
    completion_tokens: usage.completion_tokens ?? null,
    dropped_blocks: extent.droppedBlocks,
    ...describeRoom(request, isFull ? roomOf(extent, usage) : extent.maxTokens),
    ...(model !== '' && model !== asked && { served_model: model }),
  };
}

/** A server that cuts a reply short by itself had no more room for it. */
function roomOf({ maxTokens }: Extent, { completion_tokens: said = 0 }: Usage): number {
  return said > 0 ? Math.min(said, maxTokens) : maxTokens;
}

/** Some servers report a filtered prompt as an error, and a filtered reply as a completion. */
export const filteredPrompt = { choices: [{ message: { content: null }, finish_reason: 'content_filter' }] };

async function complete(question: Question, signal: AbortSignal): Promise<unknown> {
  const { client, timeoutMs, extent, onStart } = question;
  const { maxTokens } = extent;
  try {
    return await completeChat({ client, body: bodyOf(question), maxTokens, timeoutMs, onStart }, signal);
  } catch (error) {
    if (error instanceof APIError && error.code === 'content_filter') return filteredPrompt;
    throw error;
  }
}

/** The body of the request, the same whether it is posted or written to a batch file. */
export function bodyOf(question: Omit<Question, 'client' | 'timeoutMs' | 'onStart'>): {
  model: string;
  messages: Message[];
} {
  const { model, server, request, extent, hasSystemRole, labelFormat: format, extraBody, variables } = question;
  const { temperature, topP, topK, minP, seed } = request.sampling;
  return {
    ...extraBody,
    model,
    messages: messagesOf(request.system, turnsOf(request, request.history.slice(extent.droppedBlocks)), hasSystemRole),
    ...{ temperature, top_p: topP, seed, max_tokens: extent.maxTokens },
    ...limitsOf({ topK, minP }, server),
    ...penaltiesOf(request.sampling, server),
    ...(request.stop.length > 0 && { stop: request.stop.slice(0, mostStops) }),
    ...(request.label && format && labelFormat(format, request.label)),
    ...templateVariables(variables),
  };
}

export function templateVariables(variables: object | undefined): object {
  return variables ? { chat_template_kwargs: variables } : {};
}

/** Servers that have limits of their own where a request says nothing; others may reject the keys. */
const kindsWithLimits = ['vllm', 'sglang', 'llamacpp'];

function limitsOf({ topK, minP }: { topK: number | undefined; minP: number | undefined }, kind: string): object {
  const canLift = kindsWithLimits.includes(kind);
  return {
    ...(topK !== undefined && (topK > 0 || canLift) && { top_k: topK === 0 ? -1 : topK }),
    ...(minP !== undefined && (minP > 0 || canLift) && { min_p: minP }),
  };
}

/** What kinds of servers call `repeat_penalty`; OpenAI's own have none. */
const repeatKeys: Readonly<Record<string, string>> = {
  vllm: 'repetition_penalty',
  sglang: 'repetition_penalty',
  llamacpp: 'repeat_penalty',
};

export function knowsRepeatPenalty(kind: string): boolean {
  return Object.hasOwn(repeatKeys, kind);
}

/** A repetition penalty of 1 is sent too, as it lifts the server's own: vLLM takes one from the model's files. */
function penaltiesOf({ repeatPenalty, frequencyPenalty, presencePenalty }: Sampling, kind: string): object {
  const key = repeatKeys[kind];
  return {
    ...(repeatPenalty !== undefined && key !== undefined && { [key]: repeatPenalty }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
  };
}
