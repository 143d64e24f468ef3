import type { ErrorCode } from '../../src/errors.js';

/** Dotted key, or a path of keys where one has dots itself → value. */
export type Settings = readonly (readonly [key: string | readonly string[], value: unknown])[];

export interface Example {
  /** What stands in the config before and after. */
  base?: Settings;
  /** What the key is changed to … */
  to?: unknown;
  /** … or what is changed where that is not its own value, and where the change is then shown. */
  by?: Settings;
  /** The key that is named, where it is another one. */
  shows?: string;
  /** How the change is refused; undefined where it is growth. */
  code?: ErrorCode | 'growth';
}

export const general = 'model_parameters.general';
export const files = 'discussions.files';
export const variables = 'discussions.experiment_variables';
export const taking = 'discussions.turn_taking';

export const town: Settings = [
  ['experiment', 'town-hall'],
  ['seed', 7],
  ['design', 'paired'],
  ['run_dir', 'run'],
  ['logging.write_to_file', false],
  [`${general}.library_type`, 'scripted'],
  [`${general}.model_pseudoname`, 'talker'],
  [`${general}.max_tokens`, 80],
  [`${files}.topics_dir`, 'topics'],
  [`${files}.user_persona_path`, 'people.json'],
  [`${files}.user_instructions_path`, 'user.txt'],
  [`${files}.mod_instructions_path`, 'moderator.txt'],
  [`${variables}.include_mod`, true],
  [`${variables}.num_experiments`, 2],
  [`${variables}.num_users`, 3],
  [`${taking}.num_turns`, 5],
  [`${taking}.history_ctx_len`, 3],
  ['annotation.files.annotator_persona_path', 'raters.json'],
  ['annotation.files.instruction_path', 'rate.txt'],
  ['annotation.experiment_variables.history_ctx_len', 2],
];
