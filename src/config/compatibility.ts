import type { PositionedNode } from '../source/positioned-node.js';

/** Key → value: what `compatibility: original` sets, which is all of the original's behaviours that are not our default. */
const originalValues: Readonly<Record<string, Setting>> = {
  'model_parameters.general.chat_template': { value: 'alpaca', applies: isLlamaCpp },
  'model_parameters.general.stop_strings': { value: ['###', '\n\n', 'User'] },
  'model_parameters.sampling.defaults': { value: 'original' },
  'discussions.experiment_variables.trait_order': { value: 'original' },
  'discussions.moderator.may_stay_silent': { value: false },
  'discussions.turn_taking.history_format': { value: 'wrapped' },
  'discussions.turn_taking.silent_participants': { value: 'left_out' },
  'discussions.turn_taking.round_robin_start': { value: 'first_seat' },
  'annotation.experiment_variables.trait_order': { value: 'original' },
  'annotation.experiment_variables.history_format': { value: 'wrapped' },
  'annotation.experiment_variables.history_counts_comment': { value: true },
  'annotation.experiment_variables.show_moderator_in_context': { value: false, applies: annotatesNoModerator },
  'annotation.sampling.defaults': { value: 'original' },
};

interface Setting {
  value: string | boolean | readonly string[];
  /** Whether it makes sense in this config; it does everywhere if absent. */
  applies?: (root: PositionedNode) => boolean;
}

interface Compatible {
  root: PositionedNode;
  /** The keys that were set, in the order of the table. */
  set: readonly string[];
}

/** The document with the values of its `compatibility` for keys that it does not give, in sections that it has. */
export function withCompatibility(root: PositionedNode): Compatible {
  const chosen = nodeAt(root, ['compatibility']);
  if (chosen?.value !== 'original') return { root, set: [] };
  const missing = Object.entries(originalValues).filter(([key, { applies }]) => {
    const path = key.split('.');
    return nodeAt(root, path.slice(0, 1)) && !nodeAt(root, path) && applies?.(root) !== false;
  });
  return {
    root: missing.reduce((whole, [key, { value }]) => withKey(whole, key.split('.'), nodeOf(value, chosen)), root),
    set: missing.map(([key]) => key),
  };
}

/** For messages: `discussions.turn_taking.history_format: wrapped`. */
export function describeOriginalValue(key: string): string {
  const value = originalValues[key]?.value ?? '';
  return `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function isLlamaCpp(root: PositionedNode): boolean {
  return nodeAt(root, ['model_parameters', 'general', 'library_type'])?.value === 'llama_cpp';
}

/** Who is not annotated is not shown either: the original has one key for both. */
function annotatesNoModerator(root: PositionedNode): boolean {
  return nodeAt(root, ['annotation', 'experiment_variables', 'annotate_moderator'])?.value === false;
}

/** Every value has the position of `compatibility`, the line to change. */
function nodeOf(value: Setting['value'], { place }: PositionedNode): PositionedNode {
  if (typeof value === 'string' || typeof value === 'boolean') return { place, value };
  return { place, value: value.map((item) => ({ place, value: item })) };
}

/** A copy with this key. Where a value that is no mapping is in the way, which the schema reports, nothing is changed. */
function withKey(node: PositionedNode, [key = '', ...rest]: readonly string[], leaf: PositionedNode): PositionedNode {
  if (!(node.value instanceof Map)) return node;
  const known = node.value.get(key);
  const inner = known?.node ?? { place: leaf.place, value: new Map() };
  const entry = { key: known?.key ?? leaf.place, node: rest.length === 0 ? leaf : withKey(inner, rest, leaf) };
  return { ...node, value: new Map(node.value).set(key, entry) };
}

function nodeAt(root: PositionedNode, path: readonly string[]): PositionedNode | undefined {
  return path.reduce<PositionedNode | undefined>(
    (node, key) => (node?.value instanceof Map ? node.value.get(key)?.node : undefined),
    root,
  );
}
