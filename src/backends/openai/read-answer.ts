import type { ChatCompletion } from 'openai/resources/chat/completions';
import { NoCompletion } from './judge-failure.js';

/** Token counts, as far as the server gives any that are counts. */
export interface Usage {
  prompt_tokens?: number;
  completion_tokens?: number;
}

export interface Answer {
  choice: ChatCompletion.Choice;
  usage: Usage;
  /** The model's name, as the server gives it; empty if it gives none. */
  model: string;
}

/** The parts of a chat completion that are used, checked. Throws NoCompletion. */
export function readAnswer(answer: unknown): Answer {
  const choices = propertyOf(answer, 'choices');
  if (!Array.isArray(choices)) throw new NoCompletion('the response is not a chat completion', startOf(answer));
  const choice: unknown = choices[0];
  if (!isMapping(choice)) throw new NoCompletion('the response contains no choice');
  const message = readMessage(propertyOf(choice, 'message'));
  const model = propertyOf(answer, 'model');
  return {
    choice: { ...choice, message } as ChatCompletion.Choice,
    usage: readUsage(propertyOf(answer, 'usage')),
    model: typeof model === 'string' ? model : '',
  };
}

function readMessage(message: unknown): object {
  if (!isMapping(message)) throw new NoCompletion('the reply has no message');
  const refusal = propertyOf(message, 'refusal');
  return {
    ...message,
    content: readContent(propertyOf(message, 'content')),
    refusal: typeof refusal === 'string' ? refusal : null,
  };
}

/** Some servers give the text in parts, as they take it. */
function readContent(content: unknown): string | null {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return null;
  if (!Array.isArray(content)) throw new NoCompletion("the message's content is not text");
  const texts = content.map((part): unknown => propertyOf(part, 'text'));
  return texts.filter((text) => typeof text === 'string').join('');
}

function readUsage(usage: unknown): Usage {
  return { ...readCount(usage, 'prompt_tokens'), ...readCount(usage, 'completion_tokens') };
}

function readCount(usage: unknown, key: keyof Usage): Usage {
  const count = propertyOf(usage, key);
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? { [key]: count } : {};
}

function propertyOf(value: unknown, key: string): unknown {
  return isMapping(value) ? (Reflect.get(value, key) as unknown) : undefined;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function startOf(answer: unknown): string {
  return (typeof answer === 'string' ? answer : JSON.stringify(answer ?? null)).replaceAll(/\s+/g, ' ').slice(0, 80);
}
