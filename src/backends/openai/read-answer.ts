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
}

/** The parts of a chat completion that are used, checked. Throws NoCompletion. */
export function readAnswer(answer: unknown): Answer {
  const choices = propertyOf(answer, 'choices');
  if (!Array.isArray(choices)) throw new NoCompletion(`the response is not a chat completion: ${startOf(answer)}`);
  const [choice] = choices as ChatCompletion.Choice[];
  if (typeof choice?.message !== 'object') throw new NoCompletion('the response contains no choice');
  return { choice, usage: readUsage(propertyOf(answer, 'usage')) };
}

function readUsage(usage: unknown): Usage {
  const counts = ['prompt_tokens', 'completion_tokens'].map((key) => [key, propertyOf(usage, key)]);
  return Object.fromEntries(counts.filter(([, count]) => Number.isSafeInteger(count) && Number(count) >= 0));
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function startOf(answer: unknown): string {
  return (typeof answer === 'string' ? answer : String(JSON.stringify(answer))).replaceAll(/\s+/g, ' ').slice(0, 80);
}
