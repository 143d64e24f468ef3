import type { IdentityKey } from '../../generated/identity-key.js';
import { sha256 } from '../../sha256.js';
import type { Persona, Topic } from '../../inputs/input-types.js';
import type { Condition } from '../job.js';
import type { FieldValue, Identity } from './field.js';
import { fileName } from './file-name.js';

type DiscussionKey = Extract<IdentityKey, `discussions.${string}`>;

/** The keys of `discussions`. What others are drawn from comes before them: the first difference is the one that is named. */
export const discussionFields = {
  'discussions.experiment_variables.num_experiments': { discussion: { replicate: ({ replicate }) => replicate } },
  'discussions.experiment_variables.num_users': {
    discussion: { num_users: ({ participants }) => participants.length },
  },
  'discussions.experiment_variables.openings': { condition: { openings: ({ openings }) => openings ?? null } },
  'discussions.experiment_variables.include_mod': {
    condition: { include_mod: ({ moderator }) => moderator !== undefined },
  },
  'discussions.experiment_variables.moderator_attributes': {
    condition: { moderator_attributes: ({ moderator }) => moderator?.attributes.join(', ') ?? null },
  },
  'discussions.experiment_variables.context_prompt': {
    condition: { context_prompt: ({ contextPrompt }) => contextPrompt },
  },
  // A module counts with its name and content, wherever it lies. `original` is no field: so were all plans before.
  'discussions.experiment_variables.prompt_layout': {
    condition: {
      prompt_layout: ({ promptLayout }) => (promptLayout === undefined ? null : fileName(promptLayout)),
      prompt_layout_sha256: ({ promptLayoutHash }) => promptLayoutHash ?? null,
    },
    files: ({ discussions }) => [discussions?.promptLayout ?? ''],
  },
  'discussions.experiment_variables.trait_order': {
    condition: { trait_order: ({ traitOrder }) => traitOrder ?? null },
  },
  'discussions.experiment_variables.may_stay_silent': {
    condition: { may_stay_silent: ({ mayStaySilent }) => mayStaySilent },
  },
  'discussions.moderator.may_stay_silent': {
    condition: { moderator_may_stay_silent: ({ moderator }) => moderator?.mayStaySilent ?? null },
  },
  'discussions.moderator.may_intervene': {
    condition: { moderator_may_intervene: ({ moderator }) => (moderator?.isAsked ? 'ask' : null) },
  },
  // The fields of each model are called by its name: identity-table.ts.
  'discussions.experiment_variables.model': { condition: { model: ({ model }) => model.key ?? null } },
  'discussions.moderator.model': { condition: { moderator_model: ({ moderator }) => moderator?.model?.key ?? null } },
  'discussions.turn_taking.num_turns': { condition: { num_turns: ({ turns }) => turns } },
  'discussions.turn_taking.history_ctx_len': { condition: { history_ctx_len: ({ historyLength }) => historyLength } },
  'discussions.turn_taking.history_counts': { condition: { history_counts: ({ historyCounts }) => historyCounts } },
  'discussions.turn_taking.history_format': {
    condition: { history_format: ({ historyFormat }) => historyFormat ?? null },
  },
  'discussions.turn_taking.silent_participants': {
    condition: { silent_participants: ({ silentParticipants }) => silentParticipants ?? null },
  },
  'discussions.turn_taking.round_robin_start': {
    condition: { round_robin_start: ({ roundRobinStart }) => roundRobinStart ?? null },
  },
  // A module counts with its name and content, wherever it lies.
  'discussions.turn_taking.turn_manager_type': {
    condition: {
      turn_manager_type: ({ turnManager }) => fileName(turnManager),
      turn_manager_sha256: ({ turnManagerHash }) => turnManagerHash ?? null,
    },
    files: ({ discussions }) => [discussions?.turnTaking.manager ?? ''],
  },
  'discussions.turn_taking.moderator_turns': { condition: { moderator_turns: moderatorTurns } },
  'discussions.turn_taking.respond_probability': {
    condition: { respond_probability: ({ respondProbability }) => respondProbability },
  },
  'discussions.turn_taking.tries_per_turn': { condition: { tries_per_turn: ({ triesPerTurn }) => triesPerTurn } },
  'discussions.files.configs_path': {
    through: [
      'discussions.turn_taking.num_turns',
      'discussions.turn_taking.history_ctx_len',
      'discussions.turn_taking.turn_manager_type',
      'discussions.turn_taking.respond_probability',
    ],
  },
  'discussions.files.user_instructions_path': {
    condition: { user_instructions_sha256: ({ participantInstructions }) => sha256(participantInstructions) },
    files: ({ discussions }) => [discussions?.instructionsPath ?? ''],
  },
  'discussions.files.user_instruction_path': { through: ['discussions.files.user_instructions_path'] },
  'discussions.files.mod_instructions_path': {
    condition: { mod_instructions_sha256: ({ moderator }) => (moderator ? sha256(moderator.instructions) : null) },
    files: ({ discussions }) => [discussions?.moderator?.instructionsPath ?? ''],
  },
  'discussions.files.mod_instruction_path': { through: ['discussions.files.mod_instructions_path'] },
  // What it is called depends on the names of all who may take part.
  'discussions.files.mod_persona_path': {
    condition: {
      moderator_name: ({ moderator }) => (moderator?.persona ? moderator.name : null),
      moderator_persona_sha256: ({ moderator }) => (moderator?.persona ? hashPersona(moderator.persona) : null),
    },
    files: ({ discussions }) => [discussions?.moderator?.persona ?? ''],
  },
  'discussions.files.moderator_instruction_path': { through: ['discussions.files.mod_instructions_path'] },
  // A larger pool draws others: it is another design, even where a job happens to draw the same.
  'discussions.files.topics_dir': {
    condition: { topics_in_pool: ({ pools }) => pools.topics },
    discussion: {
      topic: ({ topic }) => topic.name,
      topic_sha256: ({ topic }) => hashTopic(topic),
      opening_seats: ({ openingSeats }) => openingSeats.join(', '),
    },
    files: ({ discussions }) => [discussions?.topicsPath ?? discussions?.topicsDir ?? ''],
  },
  'discussions.files.topics_path': { through: ['discussions.files.topics_dir'] },
  // Before the personas, whose number and contents they decide.
  'discussions.population.columns': {
    condition: { population_columns: ({ population }) => rule(population?.columns) },
  },
  'discussions.population.where': {
    condition: { population_where: ({ population }) => rule(population?.where) },
  },
  'discussions.population.size': {
    condition: { population_size: ({ population }) => population?.size ?? null },
  },
  'discussions.population.weight': {
    condition: { population_weight: ({ population }) => population?.weight ?? null },
  },
  'discussions.population.quota': {
    condition: { population_quota: ({ population }) => rule(population?.quota) },
  },
  'discussions.files.user_persona_path': {
    condition: { personas_in_pool: ({ pools }) => pools.personas, persona_models: personaModels },
    discussion: {
      participants: ({ usernames }) => usernames.join(', '),
      personas_sha256: ({ participants }) => sha256(participants.map(hashPersona).join()),
    },
    through: ['discussions.experiment_variables.num_users'],
    files: ({ discussions }) => [discussions?.personas ?? ''],
  },
  'discussions.files.persona_dir': {
    through: ['discussions.files.user_persona_path', 'discussions.experiment_variables.num_users'],
  },
  'discussions.experiment_variables.usernames': {
    condition: { usernames: ({ pseudonyms }) => (pseudonyms ? 'pseudonyms' : null) },
    through: ['discussions.files.usernames_path'],
  },
  // The names count, in their order, wherever they are.
  'discussions.files.usernames_path': {
    condition: { usernames_sha256: ({ pseudonyms }) => (pseudonyms ? hashNames(pseudonyms) : null) },
    files: ({ discussions }) => [discussions?.pseudonymsPath ?? ''],
  },
  'discussions.probes': { condition: { probes: ({ probes }) => (probes ? JSON.stringify(probes) : null) } },
  'discussions.roles': {
    condition: { roles: roleRules, role_instructions_sha256: roleInstructions },
    discussion: { role_seats: ({ condition, roles }) => (condition.roles.length > 0 ? roles.join(', ') : null) },
    files: ({ discussions }) => (discussions?.roles ?? []).map(({ instructionsPath }) => instructionsPath),
  },
} satisfies Readonly<Record<DiscussionKey, Identity>>;

/** Part of a rule for personas from a population. */
function rule(part: ReadonlyMap<string, unknown> | undefined): string | null {
  const asEntries = (_: string, value: unknown): unknown => (value instanceof Map ? [...value.entries()] : value);
  return part && part.size > 0 ? JSON.stringify(part, asEntries) : null;
}

export function hashPersona(persona: Persona): string {
  return hashOnce(persona, () => JSON.stringify(persona.traits));
}

function hashNames(names: readonly string[]): string {
  return hashOnce(names, () => names.join('\n'));
}

function hashTopic(topic: Topic): string {
  const { openings, authors, metadata } = topic;
  return hashOnce(topic, () => JSON.stringify({ openings, authors, metadata }));
}

function moderatorTurns({ moderator }: Condition): FieldValue {
  return moderator ? JSON.stringify(moderator.turns ?? 'after_each') : null;
}

function personaModels({ personaModels: models }: Condition): FieldValue {
  if (!models) return null;
  return JSON.stringify(Array.from(models, ([persona, { key }]) => [hashPersona(persona).slice(0, 8), key]));
}

/** `troll: share 0.3`: who may sit there is a rule, who does is drawn from it. */
function roleRules({ roles }: Condition): FieldValue {
  const rules = roles.map(({ name, seats, mayStaySilent, model }) => ({
    ...{ name, ...seats, may_stay_silent: mayStaySilent },
    ...(model && { model: model.key }),
  }));
  return rules.length > 0 ? JSON.stringify(rules) : null;
}

function roleInstructions({ roles }: Condition): FieldValue {
  return roles.length > 0 ? sha256(JSON.stringify(roles.map(({ instructions }) => instructions))) : null;
}

const hashes = new WeakMap<object, string>();

/** Personas, topics and the like are shared by many jobs: each is hashed once. */
function hashOnce(owner: object, text: () => string): string {
  const before = hashes.get(owner);
  if (before !== undefined) return before;
  const hash = sha256(text());
  hashes.set(owner, hash);
  return hash;
}
