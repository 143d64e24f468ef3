import type { IdentityKey } from '../../src/generated/identity-key.js';
import { modelExamples } from './identity-model-examples.js';
import { files, general, taking, variables, type Example, type Settings } from './identity-town.js';

const table: Settings = [
  ['annotation.files.discussions_path', 'comments.csv'],
  ['annotation.columns', { text: 'body' }],
];
const without = (key: string): readonly [string, undefined] => [key, undefined];
const short = [['matrix', 'factors', 'length', 'short', `${taking}.num_turns`], 4] as const;
const long = [['matrix', 'factors', 'length', 'long', `${taking}.num_turns`], 8] as const;
const factor = { factor: 'length', levels: ['short', 'long'] };

/** One change of every key that is marked as identity; a key without one here does not compile. */
export const examples: Readonly<Record<IdentityKey, Example>> = {
  ...modelExamples,
  'discussions.probes': {
    to: { support: { question: 'Do you support it?', answer: { type: 'integer', minimum: 1, maximum: 5 } } },
  },
  'discussions.moderator.may_intervene': { to: 'ask' },
  'discussions.population.columns': { to: { username: 'username' } },
  'discussions.population.where': { to: { username: ['anna', 'bob', 'emil'] } },
  'discussions.population.size': { to: 4 },
  'discussions.population.weight': { base: [['discussions.population.size', 3]], to: 'age' },
  'discussions.population.quota': {
    base: [['discussions.population.size', 4]],
    to: { username: { anna: 1, bob: 1, carla: 1, emil: 1 } },
  },
  experiment: { to: 'village-hall', code: 'SYNDISCO_RUN_MISMATCH' },
  seed: { to: 8, code: 'SYNDISCO_RUN_MISMATCH' },
  design: { to: 'independent' },
  'quality.policy': { to: { name_prefix: 'strip' } },
  'quality.resample_budget': { base: [['quality.policy.think_leak', 'resample']], to: 3 },
  compatibility: { to: 'original', shows: `${general}.stop_strings` },
  'discussions.files.topics_dir': { to: 'other-topics' },
  'discussions.files.topics_path': {
    base: [without(`${files}.topics_dir`), [`${files}.topics_path`, 'topics.csv']],
    to: 'other.csv',
  },
  'discussions.files.user_persona_path': { to: 'others.json' },
  'discussions.files.persona_dir': {
    base: [without(`${files}.user_persona_path`), [`${files}.persona_dir`, 'people']],
    to: 'others',
  },
  'discussions.files.user_instructions_path': { to: 'other.txt' },
  'discussions.files.user_instruction_path': {
    base: [without(`${files}.user_instructions_path`), [`${files}.user_instruction_path`, 'user.txt']],
    to: 'other.txt',
  },
  'discussions.files.mod_instructions_path': { to: 'other.txt' },
  'discussions.files.mod_instruction_path': {
    base: [without(`${files}.mod_instructions_path`), [`${files}.mod_instruction_path`, 'moderator.txt']],
    to: 'other.txt',
  },
  'discussions.files.moderator_instruction_path': {
    base: [without(`${files}.mod_instructions_path`), [`${files}.moderator_instruction_path`, 'moderator.txt']],
    to: 'other.txt',
  },
  'discussions.files.mod_persona_path': {
    base: [[`${files}.mod_persona_path`, 'irini.json']],
    to: 'otto.json',
  },
  'discussions.files.configs_path': {
    base: [without(`${taking}.num_turns`), [`${files}.configs_path`, 'taking.json']],
    to: 'other-taking.json',
  },
  'discussions.experiment_variables.include_mod': { to: false },
  'discussions.experiment_variables.num_experiments': { to: 3, code: 'growth' },
  'discussions.experiment_variables.num_users': { to: 4 },
  'discussions.experiment_variables.openings': { to: 0 },
  'discussions.experiment_variables.usernames': { to: 'pseudonyms' },
  'discussions.files.usernames_path': {
    base: [
      [`${variables}.usernames`, 'pseudonyms'],
      [`${files}.usernames_path`, 'names.txt'],
    ],
    to: 'other-names.txt',
  },
  'discussions.experiment_variables.context_prompt': { to: 'You live here.' },
  'discussions.experiment_variables.prompt_layout': { to: 'chat' },
  'discussions.experiment_variables.moderator_attributes': { to: ['strict'] },
  'discussions.experiment_variables.trait_order': { to: 'original' },
  'discussions.experiment_variables.may_stay_silent': { to: true },
  'discussions.roles': { to: [{ name: 'troll', count: 1, instructions_path: 'other.txt' }] },
  'discussions.turn_taking.num_turns': { to: 6 },
  'discussions.turn_taking.history_ctx_len': { to: 1 },
  'discussions.turn_taking.turn_manager_type': { to: 'round_robin' },
  'discussions.turn_taking.moderator_turns': { to: { every: 2 } },
  'discussions.turn_taking.history_counts': { to: 'participants' },
  'discussions.turn_taking.history_format': { to: 'wrapped' },
  'discussions.turn_taking.silent_participants': { to: 'left_out' },
  'discussions.turn_taking.round_robin_start': { to: 'first_seat' },
  'discussions.turn_taking.tries_per_turn': { to: 1 },
  'discussions.turn_taking.respond_probability': { to: 0.9 },
  'annotation.files.annotator_persona_path': { to: 'other-raters.json' },
  'annotation.files.instruction_path': { to: 'other.txt' },
  'annotation.files.discussions_dir': {
    base: [['annotation.files.discussions_dir', 'found']],
    to: 'elsewhere',
  },
  'annotation.files.discussions_path': {
    base: table,
    to: 'other-comments.csv',
    code: 'SYNDISCO_RUN_MISMATCH',
  },
  'annotation.columns': { base: table, to: { text: 'title' }, code: 'SYNDISCO_RUN_MISMATCH' },
  'discussions.moderator.may_stay_silent': { to: false },
  'annotation.experiment_variables.annotate_moderator': { to: false },
  'annotation.experiment_variables.show_moderator_in_context': { to: false },
  'annotation.experiment_variables.include_mod_comments': { to: false },
  'annotation.experiment_variables.history_ctx_len': { to: 1 },
  'annotation.experiment_variables.history_counts_comment': { to: true },
  'annotation.experiment_variables.history_format': { to: 'wrapped' },
  'annotation.experiment_variables.mask_names': { to: 'all' },
  'annotation.experiment_variables.trait_order': { to: 'original' },
  'annotation.experiment_variables.context_prompt': { to: 'You judge.' },
  'annotation.experiment_variables.prompt_layout': { to: 'json' },
  'annotation.sampling.defaults': { to: 'original' },
  'annotation.sampling.seed': { to: 42 },
  'annotation.repeats': { to: 2, code: 'growth' },
  'annotation.sample.fraction': { base: [['annotation.sample.fraction', 0.5]], to: 1, code: 'growth' },
  'annotation.sample.by': { base: [['annotation.sample.fraction', 0.5]], to: 'condition', code: 'growth' },
  'annotation.sampling.temperature': { to: 0.5 },
  'annotation.sampling.top_p': { to: 0.9 },
  'annotation.sampling.top_k': { to: 20 },
  'annotation.sampling.min_p': { to: 0.1 },
  'annotation.label': {
    base: [['annotation.metrics', { heat: { type: 'integer', minimum: 1, maximum: 5 } }]],
    to: 'most_likely',
  },
  'annotation.forms': { to: { mixed: { comments: 'shuffled' } }, code: 'growth' },
  'annotation.metrics': { to: { heat: { type: 'integer', minimum: 1, maximum: 5 } } },
  'declared.contrasts': { base: [short, long], to: [factor] },
  'declared.exclusions': { to: ['Discussions in which nobody spoke.'] },
  'declared.stopping_rule': { to: 'At 30 replicates.' },
  'matrix.factors': { base: [short, long], by: [[long[0], 9]], shows: `${taking}.num_turns` },
  'matrix.exclude': { base: [short, long], to: [{ length: 'long' }], code: 'SYNDISCO_PLAN_SHRANK' },
  'matrix.include': {
    base: [short, long, ['matrix.include', [{ levels: { length: 'long' }, set: { [`${variables}.num_users`]: 4 } }]]],
    by: [[['matrix', 'include', '0', 'set', `${variables}.num_users`], 5]],
    shows: `${variables}.num_users`,
  },
  profile: {
    base: [['profiles', { brief: { [`${general}.max_tokens`]: 60 } }]],
    by: [['profile', 'brief']],
    shows: `${general}.max_tokens`,
  },
  profiles: {
    base: [
      ['profile', 'brief'],
      ['profiles', { brief: { [`${general}.max_tokens`]: 60 } }],
    ],
    by: [[['profiles', 'brief', `${general}.max_tokens`], 61]],
    shows: `${general}.max_tokens`,
  },
};
