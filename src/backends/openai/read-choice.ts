import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { Completion } from '../backend.js';
import { ReplyText } from '../reply-text.js';
import { isStillThinking, stripThinking } from '../strip-thinking.js';

type Choice = ChatCompletion.Choice;
type FinishReason = Completion['finish_reason'];

/** The text of a choice and how it ended; a refusal is the text if there is no other. */
export function readChoice(choice: Choice, stops: readonly string[]): Pick<Completion, 'text' | 'finish_reason'> {
  const { content, refusal } = choice.message;
  const reply = new ReplyText(stops);
  const isCut = reply.append(stripThinking(content ?? '')) !== undefined;
  const ownEnd: FinishReason = isCut || isStopped(choice) ? 'stop_string' : endOf(choice);
  return { text: reply.text || (refusal ?? ''), finish_reason: reasonForNoReply(choice) ?? ownEnd };
}

/** Servers have reasons of their own for an ordinary end, such as `eos_token`. */
function endOf({ finish_reason: reason }: Choice): FinishReason {
  return reason === 'length' ? 'length' : 'stop';
}

/** Undefined if there is a reply, or if the model itself ended its turn without one. */
function reasonForNoReply({ message, finish_reason: reason, ...choice }: Choice): FinishReason | undefined {
  if (reason === 'content_filter') return 'content_filter';
  if (message.refusal) return 'refused';
  if (hasFailed(reason, message)) return 'failed';
  const isStoppedInThought = isBlank(message) && isStopped(choice) && hasSeparateThought(message);
  return isStoppedInThought || isStillThinking(message.content ?? '') ? 'no_text' : undefined;
}

/** There are no tools to call. */
function hasFailed(reason: string, message: Choice['message']): boolean {
  const isCall = reason === 'tool_calls' || reason === 'function_call';
  return reason === 'error' || reason === 'abort' || (isCall && isBlank(message));
}

function isBlank({ content }: Choice['message']): boolean {
  return (content ?? '').trim() === '';
}

/** vLLM reports which stop string matched. */
function isStopped(choice: object): boolean {
  return typeof Reflect.get(choice, 'stop_reason') === 'string';
}

/** Servers that separate the thinking from the reply; the name depends on their version. */
function hasSeparateThought(message: object): boolean {
  return ['reasoning_content', 'reasoning'].some((key) => Boolean(Reflect.get(message, key)));
}
