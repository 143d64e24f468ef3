import type { Problem } from '../errors.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { leavesOf } from './matrix/level-overrides.js';

/** The keys of the published study's run_config.yml that have other names here. */
const counterparts: Readonly<Record<string, string>> = {
  'discussion_model.max_tokens': 'model_parameters.general.max_tokens',
  'discussion_model.ctx_width_tokens': 'model_parameters.general.ctx_width_tokens',
  'discussions.files.topics_path':
    'discussions.files.topics_dir (a folder) or topics_path (a CSV, JSON or JSONL table)',
  'discussions.files.troll_instructions_path': 'discussions.roles as [{name: troll, share: 0.3, instructions_path: …}]',
};

const sections = new Set(['logging', 'discussion_model', 'discussions']);

/** The problem of a run_config.yml of the study's own scripts, which is not a config of the original; undefined for others. */
export function describeStudyConfig(root: PositionedNode): Problem | undefined {
  if (!(root.value instanceof Map) || root.value.has('model_parameters')) return undefined;
  const mark = root.value.get('discussion_model');
  if (!mark || [...root.value.keys()].some((key) => !sections.has(key))) return undefined;
  const keys = leavesOf(root).map(({ path }) => path.join('.'));
  const renamed = keys.flatMap((key) => (counterparts[key] === undefined ? [] : [`${key} to ${counterparts[key]}`]));
  const kept = keys.filter((key) => counterparts[key] === undefined);
  return {
    code: 'SYNDISCO_CONFIG_OF_STUDY',
    what: "This is a run_config.yml of the published study's scripts, not a config of syndisco.",
    todo: `Rename ${renamed.join('; ')}; keep ${kept.join(', ')}. What its scripts looped over is in the config here: model_parameters.general.library_type and model_path, discussions.files.user_persona_path, user_instructions_path and mod_instructions_path, and a matrix for what differed (see configs/ for examples).`,
    path: 'discussion_model',
    where: mark.key.source.whereAt(mark.key.offset),
  };
}
