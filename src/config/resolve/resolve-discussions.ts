import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../../package-file.js';
import type { DiscussionFilesSection, DiscussionVariablesSection, TurnTakingSection } from '../../generated/config.js';
import { type ConfigReading, inWords } from '../config-reading.js';
import type { DiscussionsConfig } from '../experiment-config.js';
import { checkModelName } from './resolve-models.js';
import { resolvePopulation } from './resolve-population.js';
import { resolveProbes } from './resolve-probes.js';
import { resolveRoles } from './resolve-roles.js';
import { resolveTurnTaking } from './resolve-turn-taking.js';
import type { Partially } from '../../source/validate-document.js';
import { withDefaults, type Filled } from './with-defaults.js';
import type { Path } from '../../source/positioned-document.js';

const filesPath = ['discussions', 'files'];

type Files = Partially<DiscussionFilesSection>;
const withoutDefault = ['num_users', 'openings', 'model'] as const;
type Variables = Filled<Partially<DiscussionVariablesSection>, (typeof withoutDefault)[number]>;

/** Resolves the discussions section; undefined if the config has none. */
export function resolveDiscussions(
  reading: ConfigReading,
  around: { runDir: string; turnTaking: Partially<TurnTakingSection> },
): DiscussionsConfig | undefined {
  const given = reading.given.discussions;
  if (!given) return undefined;
  const files = given.files ?? {};
  const variables = withDefaults(['discussions', 'experiment_variables'], given.experiment_variables, withoutDefault);
  const moderator = resolveModerator(reading, files, variables);
  checkModelName(reading, ['discussions', 'experiment_variables', 'model'], variables.model);
  return {
    ...resolveTopics(reading, files),
    personas: resolvePersonas(reading, files),
    ...resolvePopulation(reading, given.population),
    instructionsPath: resolveInstructions(reading, files),
    ...(moderator && { moderator }),
    outputDir: files.output_dir === undefined ? join(around.runDir, 'discussions') : reading.absolute(files.output_dir),
    contextPrompt: variables.context_prompt,
    ...resolveLayout(reading, variables),
    ...(variables.trait_order !== 'file' && { traitOrder: variables.trait_order }),
    ...(variables.model !== undefined && { model: variables.model }),
    replicates: variables.num_experiments,
    participants: variables.num_users ?? 'all',
    ...(variables.openings !== undefined && { openings: variables.openings }),
    ...resolvePseudonyms(reading, files, variables),
    ...resolveRoles(reading, variables.num_users),
    ...resolveProbes(reading, around.turnTaking),
    ...(variables.may_stay_silent && { mayStaySilent: true }),
    turnTaking: resolveTurnTaking(reading, around.turnTaking),
  };
}

/** `original` is left out, so that a plan is the same whether it is named or not. */
function resolveLayout(
  reading: ConfigReading,
  { prompt_layout: layout }: Variables,
): Pick<DiscussionsConfig, 'promptLayout'> {
  if (layout === 'original') return {};
  return { promptLayout: /\.m?js$/.test(layout) ? reading.absolute(layout) : layout };
}

function resolveTopics(reading: ConfigReading, files: Files): Pick<DiscussionsConfig, 'topicsDir' | 'topicsPath'> {
  const { document } = reading;
  if (document.has([...filesPath, 'topics_dir']) && document.has([...filesPath, 'topics_path'])) {
    const what = 'Both topics_path and topics_dir are given; only one may be given.';
    reading.reportContradiction([...filesPath, 'topics_path'], what, 'Remove one of them.');
  }
  const topicsPath = files.topics_path;
  return {
    topicsDir: reading.absoluteOrEmpty(files.topics_dir),
    ...(topicsPath !== undefined && { topicsPath: reading.absolute(topicsPath) }),
  };
}

function resolvePersonas(reading: ConfigReading, files: Files): string {
  const chosen = chooseSpelling(reading, filesPath, files, ['user_persona_path', 'persona_dir']);
  requireEither(
    reading,
    ['user_persona_path', 'persona_dir'],
    'Add user_persona_path, a JSON file or a folder with one persona per file.',
  );
  return reading.absoluteOrEmpty(chosen);
}

const shippedPseudonyms = packageFile('examples/usernames.txt');

function resolvePseudonyms(
  reading: ConfigReading,
  { usernames_path: path }: Files,
  { usernames }: Variables,
): Pick<DiscussionsConfig, 'pseudonymsPath'> {
  if (path !== undefined && !reading.document.has(['discussions', 'experiment_variables', 'usernames'])) {
    const what = "usernames_path names a list of pseudonyms, but participants are called by their personas' usernames.";
    const todo = 'Set discussions.experiment_variables.usernames to pseudonyms, or remove usernames_path.';
    reading.reportContradiction([...filesPath, 'usernames_path'], what, todo);
  }
  if (usernames === 'persona') return {};
  return { pseudonymsPath: path === undefined ? fileURLToPath(shippedPseudonyms) : reading.absolute(path) };
}

function resolveInstructions(reading: ConfigReading, files: Files): string {
  const chosen = chooseSpelling(reading, filesPath, files, ['user_instructions_path', 'user_instruction_path']);
  requireEither(
    reading,
    ['user_instructions_path', 'user_instruction_path'],
    'Add user_instructions_path, a text file.',
  );
  return reading.absoluteOrEmpty(chosen);
}

function resolveModerator(reading: ConfigReading, files: Files, variables: Variables): DiscussionsConfig['moderator'] {
  const spellings = ['mod_instructions_path', 'mod_instruction_path', 'moderator_instruction_path'] as const;
  const chosen = chooseSpelling(reading, filesPath, files, spellings);
  if (!variables.include_mod) return undefined;
  requireEither(reading, spellings, 'Add mod_instructions_path, a text file, or set include_mod to false.');
  const section = ['discussions', 'moderator'];
  const given = withDefaults(section, reading.given.discussions?.moderator, ['model']);
  const { may_stay_silent: mayStaySilent, may_intervene: mayIntervene, model } = given;
  checkModelName(reading, [...section, 'model'], model);
  const attributes = [variables.moderator_attributes].flat();
  const { mod_persona_path: persona } = files;
  if (persona !== undefined && attributes.length > 0) {
    const what = 'Both mod_persona_path and moderator_attributes describe the moderator; only one may be given.';
    const todo = 'Add the attributes to the persona, for example as personality_characteristics, and remove them here.';
    reading.reportContradiction([...filesPath, 'mod_persona_path'], what, todo);
  }
  return {
    instructionsPath: reading.absoluteOrEmpty(chosen),
    attributes,
    ...(persona !== undefined && { persona: reading.absolute(persona) }),
    mayStaySilent,
    ...(mayIntervene === 'ask' && { isAsked: true }),
    ...(model !== undefined && { model }),
  };
}

/** An invalid key and a missing files section have already been reported. */
function requireEither(reading: ConfigReading, keys: readonly [string, ...string[]], todo: string): void {
  const { document } = reading;
  if (!document.has(filesPath) || keys.some((key) => document.has([...filesPath, key]))) return;
  reading.reportMissing([...filesPath, keys[0]], todo);
}

/**
 * The value of a key with several names, or of several keys of which one is enough. Two together are reported, because
 * the intended one is unknown.
 */
function chooseSpelling<Section extends object, Key extends keyof Section & string>(
  reading: ConfigReading,
  section: Path,
  given: Section | undefined,
  keys: readonly Key[],
): Section[Key] | undefined {
  const { document } = reading;
  const [first, ...others] = keys.filter((key) => document.has([...section, key]));
  for (const key of others) {
    const other = inWords(document.whereKey([...section, first ?? '']));
    const what = `${key} and ${first ?? ''} (${other}) have the same meaning; only one may be given.`;
    reading.reportContradiction([...section, key], what, 'Remove one of them.');
  }
  return keys.map((key) => given?.[key]).find((value) => value !== undefined);
}
