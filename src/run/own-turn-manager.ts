import { isAbsolute } from 'node:path';
import type { TurnManager } from '../discussion/turn-managers/turn-manager.js';
import { fail } from '../errors.js';
import { frozenCopy, importOwn } from './import-own.js';

/** Loads the turn manager from a user's module; undefined for built-in ones, which have a name instead of a path. */
export async function ownTurnManager(name: string): Promise<TurnManager | undefined> {
  if (!isAbsolute(name)) return undefined;
  const { nextSpeaker } = await importOwn(name, (fault, cause) => invalid(name, fault, cause));
  if (typeof nextSpeaker !== 'function') throw invalid(name, 'it does not export a function nextSpeaker');
  // Its return value is validated as a seat at every call.
  const own = nextSpeaker as TurnManager;
  return ({ random, ...seen }) => {
    try {
      return own(Object.freeze({ ...frozenCopy(seen), random }));
    } catch (cause) {
      throw invalid(name, `nextSpeaker throws: ${String(cause)}`, cause);
    }
  };
}

function invalid(file: string, fault: string, cause?: unknown): Error {
  const what = `The turn manager ${file} cannot be used: ${fault}.`;
  const todo = 'Export a function nextSpeaker(state) that returns a seat; docs/study.md has an example.';
  return fail({ code: 'SYNDISCO_TURN_MANAGER_INVALID', what, todo, where: { file } }, cause);
}
