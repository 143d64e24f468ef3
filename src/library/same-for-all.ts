import { fail } from '../errors.js';
import type { Actor } from './actor.js';

type Shared = 'context' | 'instructions';

/** What the first actor has, if all have the same: one experiment has one context and set of instructions. */
export function sameForAll<Key extends Shared>(actors: readonly [Actor, ...Actor[]], key: Key): Actor['options'][Key] {
  const [first, ...others] = actors;
  const other = others.find(({ options }) => options[key] !== first.options[key]);
  if (!other) return first.options[key];
  throw fail({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `${describe(first)} and ${describe(other)} differ in their ${key}.`,
    todo: `Give all of them the same ${key}.`,
    path: key,
  });
}

function describe({ type, name }: Actor): string {
  return type === 'moderator' ? 'The moderator' : `the ${type} ${JSON.stringify(name)}`;
}
