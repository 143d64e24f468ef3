import { keysOf, nodeAt, withNode, type PositionedNode } from '../source/positioned-node.js';
import { isInherited } from './model-named.js';

/** Key → value: what `compatibility: original` sets, which is all of the original's behaviours that are not our default. */
const originalValues: Readonly<Record<string, Setting>> = {
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

/** The same for keys of every model. */
const originalModel: Readonly<Record<string, Setting>> = {
  'general.chat_template': { value: 'alpaca', applies: isLlamaCpp },
  'general.stop_strings': { value: ['###', '\n\n', 'User'] },
  'sampling.defaults': { value: 'original' },
};

interface Setting {
  value: string | boolean | readonly string[];
  /** Whether it makes sense in this config, or for this model; it does everywhere if absent. */
  applies?: (section: PositionedNode) => boolean;
}

/** A key that `compatibility` has set. */
export interface SetKey extends Pick<Setting, 'value'> {
  key: string;
}

interface Compatible {
  root: PositionedNode;
  /** In the order of the tables. */
  set: readonly SetKey[];
}

/** The document with the values of its `compatibility` for keys that it does not give, in sections that it has. */
export function withCompatibility(root: PositionedNode): Compatible {
  const chosen = nodeAt(root, ['compatibility']);
  if (chosen?.value !== 'original') return { root, set: [] };
  const ofSections = missingIn(root, originalValues).filter(({ key }) => nodeAt(root, key.split('.').slice(0, 1)));
  const set = [...ofModels(root), ...ofSections];
  return {
    root: set.reduce((whole, { key, value }) => withNode(whole, key.split('.'), entryOf(value, chosen)), root),
    set,
  };
}

/** Models get from `model_parameters`, if the config has it, what they inherit from there. */
function ofModels(root: PositionedNode): SetKey[] {
  const shared = nodeAt(root, ['model_parameters']);
  const others = keysOf(nodeAt(root, ['models'])).flatMap((name) =>
    missingIn(nodeAt(root, ['models', name]), originalModel)
      .filter(({ key }) => !shared || !isInherited(key))
      .map(({ key, value }) => ({ key: `models.${name}.${key}`, value })),
  );
  const own = missingIn(shared, originalModel).map(({ key, value }) => ({ key: `model_parameters.${key}`, value }));
  return [...own, ...others];
}

function missingIn(section: PositionedNode | undefined, table: Readonly<Record<string, Setting>>): SetKey[] {
  if (!section) return [];
  return Object.entries(table)
    .filter(([key, { applies }]) => !nodeAt(section, key.split('.')) && applies?.(section) !== false)
    .map(([key, { value }]) => ({ key, value }));
}

function isLlamaCpp(model: PositionedNode): boolean {
  return nodeAt(model, ['general', 'library_type'])?.value === 'llama_cpp';
}

/** Who is not annotated is not shown either: the original has one key for both. */
function annotatesNoModerator(root: PositionedNode): boolean {
  return nodeAt(root, ['annotation', 'experiment_variables', 'annotate_moderator'])?.value === false;
}

/** Every value has the position of `compatibility`, the line to change. */
function entryOf(value: Setting['value'], { place }: PositionedNode): Parameters<typeof withNode>[2] {
  const isList = typeof value !== 'string' && typeof value !== 'boolean';
  return { key: place, node: { place, value: isList ? value.map((item) => ({ place, value: item })) : value } };
}
