import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TurnManager } from '../discussion/turn-managers/turn-manager.js';
import { fail } from '../errors.js';

/** The turn manager of a user's module; undefined for our own, which have a name and no path. */
export async function ownTurnManager(name: string): Promise<TurnManager | undefined> {
  if (!isAbsolute(name)) return undefined;
  const loaded: unknown = await import(pathToFileURL(name).href).catch((cause: unknown) => {
    throw invalid(name, `it cannot be loaded: ${String(cause)}`, cause);
  });
  const nextSpeaker = typeof loaded === 'object' && loaded && 'nextSpeaker' in loaded ? loaded.nextSpeaker : undefined;
  if (typeof nextSpeaker !== 'function') throw invalid(name, 'it does not export a function nextSpeaker');
  // Whatever it returns is checked to be a seat.
  return nextSpeaker as TurnManager;
}

function invalid(file: string, fault: string, cause?: unknown): Error {
  const what = `The turn manager ${file} cannot be used: ${fault}.`;
  const todo = 'Export a function nextSpeaker(state) that returns a seat; docs/study.md shows one.';
  return fail({ code: 'SYNDISCO_TURN_MANAGER_INVALID', what, todo, where: { file } }, cause);
}
