import { APIConnectionTimeoutError, type OpenAI } from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { userMessage, type Completion, type Request } from '../backend.js';
import { describeRoom } from '../fit-history.js';
import { ReplyText } from '../reply-text.js';
import { stripThinking } from '../strip-thinking.js';
import type { Extent } from './ask-for-less.js';
import { labelFormat } from './label-format.js';
import { readAnswer, type Usage } from './read-answer.js';

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
  /** False for a server that cannot constrain replies to a label: its replies are free text. */
  hasLabelFormat: boolean;
  timeoutMs: number;
  /** Sent with every request; the config has made sure that it overrides nothing. */
  extraBody: object;
}

export type Reply = Omit<Completion, 'duration_ms'>;

/** Requests one chat completion. Throws what the client throws, or NoCompletion. */
export async function askServer(question: Question, signal: AbortSignal): Promise<Reply> {
  const { request, extent } = question;
  const answer = await complete(question, signal);
  const { choice, usage, model } = readAnswer(answer);
  const reply = new ReplyText(request.stop);
  const isCut = reply.append(stripThinking(choice.message.content ?? '')) !== undefined;
  const stopped = isCut || typeof Reflect.get(choice, 'stop_reason') === 'string'; // vLLM reports which stop string matched
  const isFull = choice.finish_reason === 'length';
  return {
    text: reply.text,
    finish_reason: stopped ? 'stop_string' : isFull ? 'length' : 'stop',
    prompt_tokens: usage.prompt_tokens ?? null,
    completion_tokens: usage.completion_tokens ?? null,
    dropped_blocks: extent.droppedBlocks,
    ...describeRoom(request, isFull ? roomOf(extent, usage) : extent.maxTokens),
    ...(model !== '' && model !== question.model && { served_model: model }),
  };
}

/** A server that cuts a reply short by itself had no more room for it. */
function roomOf({ maxTokens }: Extent, { completion_tokens: said = 0 }: Usage): number {
  return said > 0 ? Math.min(said, maxTokens) : maxTokens;
}

/** The client's own timeout ends with the headers: a body that does not end needs a deadline too. */
async function complete(question: Question, signal: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.timeout(question.timeoutMs);
  const options = { signal: AbortSignal.any([signal, deadline]), timeout: question.timeoutMs };
  try {
    return await question.client.chat.completions.create(bodyOf(question), options);
  } catch (error) {
    throw deadline.aborted ? new APIConnectionTimeoutError() : error;
  }
}

function bodyOf({ model, server, request, extent, hasSystemRole, hasLabelFormat, extraBody }: Question): {
  model: string;
  messages: ChatCompletionMessageParam[];
} {
  const { temperature, topP, topK, minP, seed } = request.sampling;
  return {
    ...extraBody,
    model,
    messages: messagesOf(request, extent.droppedBlocks, hasSystemRole),
    ...{ temperature, top_p: topP, seed, max_tokens: extent.maxTokens },
    ...(topK !== undefined && { top_k: topK }),
    ...(minP !== undefined && { min_p: minP }),
    ...(request.stop.length > 0 && { stop: request.stop.slice(0, mostStops) }),
    ...(request.label && hasLabelFormat && labelFormat(request.label, server)),
  };
}

function messagesOf(request: Request, droppedBlocks: number, hasSystemRole: boolean): ChatCompletionMessageParam[] {
  const user = userMessage(request, request.history.slice(droppedBlocks));
  if (!hasSystemRole) return [{ role: 'user', content: `${request.system}\n\n${user}` }];
  return [
    { role: 'system', content: request.system },
    { role: 'user', content: user },
  ];
}
