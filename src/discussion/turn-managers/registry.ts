import { mention } from './mention.js';
import { random } from './random.js';
import { randomWeighted } from './random-weighted.js';
import { roundRobin } from './round-robin.js';
import type { TurnManager } from './turn-manager.js';

/** The built-in values of `turn_manager_type`. */
export const turnManagers = {
  round_robin: roundRobin,
  random_weighted: randomWeighted,
  random,
  mention,
} satisfies Record<string, TurnManager>;

export function findTurnManager(name: string): TurnManager {
  const known: Readonly<Record<string, TurnManager>> = turnManagers;
  const manager = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!manager) throw new Error(`there is no turn manager called ${name}`);
  return manager;
}
