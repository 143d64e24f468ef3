import type { Problem } from '../errors.js';
import { expandDotted, overlay } from './matrix/level-overrides.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';

/** Applies the overrides of the chosen profile to the document. Lists and matrix factors are replaced, not merged. */
export function applyProfile(root: PositionedNode): Problem[] {
  if (!(root.value instanceof Map)) return [];
  const chosen = root.value.get('profile')?.node;
  if (typeof chosen?.value !== 'string') return [];
  const profiles = root.value.get('profiles')?.node.value;
  const known = profiles instanceof Map ? profiles : new Map<string, never>();
  const profile = known.get(chosen.value)?.node;
  if (!profile) return [unknownProfile(chosen, chosen.value, [...known.keys()])];
  const over = expandDotted(profile);
  for (const factor of factorsOf(over)) removeFactor(root, factor);
  root.value = overlay(root, over).value;
  return [];
}

/** The levels that a profile gives a factor replace the factor's other levels. */
function factorsOf(node: PositionedNode): string[] {
  const factors = valueAt(valueAt(node, 'matrix'), 'factors');
  return factors?.value instanceof Map ? [...factors.value.keys()] : [];
}

function removeFactor(root: PositionedNode, factor: string): void {
  const factors = valueAt(valueAt(root, 'matrix'), 'factors');
  const entry = factors?.value instanceof Map ? factors.value.get(factor) : undefined;
  if (entry) entry.node.value = new Map();
}

function valueAt(node: PositionedNode | undefined, key: string): PositionedNode | undefined {
  return node?.value instanceof Map ? node.value.get(key)?.node : undefined;
}

function unknownProfile(chosen: PositionedNode, name: string, known: readonly string[]): Problem {
  const meant = suggest(name, known);
  const choice = known.length === 0 ? 'The config has no profiles.' : `Use one of ${known.join(', ')}.`;
  return {
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    what: `Unknown profile ${showValue(name)}.`,
    todo: meant ? `Did you mean "${meant}"?` : choice,
    path: 'profile',
    where: chosen.place.source.whereAt(chosen.place.offset),
  };
}
