import { isAbsolute } from 'node:path';
import type { HistoryBlock } from '../backends/backend.js';
import { original } from '../discussion/prompt-layouts/original.js';
import type { PromptLayout, TurnPrompt } from '../discussion/prompt-layouts/prompt-layout.js';
import { fail } from '../errors.js';
import { frozenCopy, importOwn } from './import-own.js';

/**
 * Loads the prompt layout from a user's module; undefined for built-in ones, which have a name instead of a path. What the
 * module does not export is `original`'s, and what its functions return is checked at every call.
 */
export async function ownPromptLayout(name = 'original'): Promise<PromptLayout | undefined> {
  if (!isAbsolute(name)) return undefined;
  const { system, turn } = await importOwn(name, (fault, cause) => invalid(name, fault, cause));
  if (typeof system !== 'function' && typeof turn !== 'function')
    throw invalid(name, 'it exports neither a function system nor a function turn');
  return {
    system: isFunction(system) ? (actor) => checkSystem(call(name, 'system', system, actor), name) : original.system,
    turn: isFunction(turn) ? (taken) => checkTurn(call(name, 'turn', turn, taken), name) : original.turn,
  };
}

type AnyFunction = (argument: unknown) => unknown;

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function call(file: string, name: string, own: AnyFunction, argument: unknown): unknown {
  try {
    return own(frozenCopy(argument));
  } catch (cause) {
    throw invalid(file, `${name} throws: ${String(cause)}`, cause);
  }
}

function checkSystem(text: unknown, file: string): string {
  if (isText(text)) return text;
  throw invalid(file, 'system does not return a text');
}

const turnKeys = 'opening, history, closing, separator and stop';

function checkTurn(returned: unknown, file: string): TurnPrompt {
  const given: Readonly<Record<string, unknown>> = typeof returned === 'object' ? { ...returned } : {};
  const { opening = '', history, closing, separator = '\n\n', stop = [], ...unknown } = given;
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw invalid(file, `turn returns ${JSON.stringify(key)}, which is none of ${turnKeys}`);
  if (!isText(closing)) throw invalid(file, 'turn does not return an object with a text closing');
  if (!isListOf(isBlock, history))
    throw invalid(file, 'turn does not return a history of texts and of objects such as { own: "I agree." }');
  if (typeof opening !== 'string' || typeof separator !== 'string')
    throw invalid(file, 'turn returns an opening or a separator that is no text');
  if (!isListOf(isText, stop)) throw invalid(file, 'turn returns a stop that is no list of texts');
  return { opening, history, closing, stop, separator };
}

function isListOf<Item>(isItem: (value: unknown) => value is Item, value: unknown): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isBlock(block: unknown): block is HistoryBlock {
  return isText(block) || (typeof block === 'object' && block !== null && 'own' in block && isText(block.own));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function invalid(file: string, fault: string, cause?: unknown): Error {
  const what = `The prompt layout ${file} cannot be used: ${fault}.`;
  const todo = 'Export system(actor), turn({ actor, comments }), or both; docs/study.md has an example.';
  return fail({ code: 'SYNDISCO_PROMPT_LAYOUT_INVALID', what, todo, where: { file } }, cause);
}
