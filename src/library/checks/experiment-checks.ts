import { discussionKind } from '../../documents/document-kinds.js';
import { explainSchemaError, withoutEchoes } from '../../documents/explain-schema-error.js';
import { suggest } from '../../source/suggest.js';
import { Actor, type ActorType } from '../actor.js';
import type {
  AnnotationExperimentOptions,
  AnnotationOptions,
  BeginAnnotationOptions,
  BeginOptions,
  CastOptions,
  DiscussionExperimentOptions,
  DiscussionOptions,
  NamedTopic,
  ReadingOptions,
} from '../options.js';
import { Mention, Random, RandomWeighted, RoundRobin, TurnManager } from '../turn-managers.js';
import { nobodyModerates } from './discussion-checks.js';
import {
  callback,
  filledText,
  flag,
  inConfig,
  isObject,
  listOf,
  nullable,
  optional,
  optionsOf,
  required,
  signal,
  text,
  wrongType,
  type Check,
  type ChecksOf,
} from './check.js';

function actorOf(type: ActorType): Check {
  const needed = `an actor of type ${type}: new Actor({ type: '${type}', … })`;
  return (value, path) => {
    const isOther = value instanceof Actor && value.type !== type;
    if (!isOther) return required((one) => one instanceof Actor, needed)(value, path);
    const what = `${path} must be an actor of type ${type}, found one of type ${value.type}.`;
    return [{ code: 'SYNDISCO_CONFIG_WRONG_TYPE', what, todo: `Give it ${needed}.`, path }];
  };
}

const ownManagers: readonly unknown[] = [RoundRobin, Random, RandomWeighted, Mention];

/** What a class of the program's own does cannot be part of a plan; a module can. */
const turnManager: Check = (value, path) => {
  const problems = required((one) => one instanceof TurnManager, 'a turn manager, such as new RoundRobin()')(
    value,
    path,
  );
  if (!(value instanceof TurnManager) || ownManagers.includes(value.constructor)) return problems;
  if (typeof value.type === 'string' && /\.[cm]?js$/.test(value.type)) return [];
  const what = `${path} is a class of your own, ${value.constructor.name}, whose type is no module, so what it does would be ignored.`;
  const todo = 'Write it as a module (docs/study.md), and let type be its path, such as ./my-manager.mjs.';
  return [{ code: 'SYNDISCO_TURN_MANAGER_INVALID', what, todo, path }];
};

const opening: Check = (value, path) =>
  typeof value === 'string' ? [] : optionsOf({ text, author: optional(text) }, suggest)(value, path);

const namedTopic = optionsOf(
  { name: filledText, openings: listOf(opening, 'texts'), metadata: optional(inConfig) } satisfies ChecksOf<NamedTopic>,
  suggest,
);

const topic: Check = (value, path) => {
  if (typeof value === 'string') return filledText(value, path);
  return isObject(value)
    ? namedTopic(value, path)
    : [wrongType(value, path, 'a text, or an object with name and openings')];
};

const moderatorTurns: Check = (value, path) => {
  if (!isObject(value) || !('every' in value || 'when' in value))
    return [wrongType(value, path, 'an object with every or when')];
  return optionsOf({ every: inConfig, when: optional(conditions) }, suggest)(value, path);
};
const conditions: Check = (value, path) =>
  isObject(value) ? inConfig(value, path) : [wrongType(value, path, 'an object of conditions')];

const plainObject: Check = (value, path) =>
  isObject(value) ? inConfig(value, path) : [wrongType(value, path, 'an object')];

/** Objects by names of the user's own. */
function byName(what: string): Check {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, own]) => plainObject(own, `${path}.${name}`))
      : [wrongType(value, path, `an object of ${what} by name`)];
}

const cast = {
  users: listOf(actorOf('user'), 'actors of type user'),
  moderator: nullable(actorOf('moderator')),
  turnManager: optional(turnManager),
  moderatorTurns: optional(moderatorTurns),
  historyContextLength: inConfig,
  historyCounts: inConfig,
  mayStaySilent: inConfig,
  name: optional(filledText),
  numTurns: inConfig,
  numUsers: inConfig,
  promptLayout: inConfig,
  seed: inConfig,
  triesPerTurn: inConfig,
  usernames: inConfig,
} satisfies ChecksOf<CastOptions>;

export const discussionExperimentOptions = optionsOf(
  {
    ...cast,
    topics: listOf(topic, 'topics'),
    design: inConfig,
    numDiscussions: inConfig,
    probes: optional(byName('probes')),
    quality: optional(plainObject),
  } satisfies ChecksOf<DiscussionExperimentOptions>,
  suggest,
);

/** Of a discussion that is held step by step. */
export const discussionOptions: Check = (options, path) => [
  ...oneDiscussion(options, path),
  ...(isObject(options) && typeof options['when'] === 'function' && !options['moderator'] ? [nobodyModerates] : []),
];

const oneDiscussion = optionsOf(
  {
    ...cast,
    topic: optional(topic),
    when: optional(callback),
    signal: optional(signal),
  } satisfies ChecksOf<DiscussionOptions>,
  suggest,
);

const annotation = {
  annotateModerator: inConfig,
  historyContextLength: inConfig,
  label: inConfig,
  maskNames: inConfig,
  maxInvalidLabels: inConfig,
  metrics: optional(byName('metrics')),
  name: optional(filledText),
  promptLayout: inConfig,
  sampling: optional(plainObject),
  seed: inConfig,
  showModeratorInContext: inConfig,
} satisfies ChecksOf<AnnotationOptions>;

export const annotationExperimentOptions = optionsOf(
  {
    ...annotation,
    annotators: listOf(actorOf('annotator'), 'actors of type annotator'),
    forms: optional(byName('forms')),
  } satisfies ChecksOf<AnnotationExperimentOptions>,
  suggest,
);

const discussion: Check = (value, path) => {
  const validate = discussionKind.ours();
  if (validate(value)) return [];
  // Only a document on disk has a format and a sum.
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'dependencies');
  const [fault] = withoutEchoes(faults);
  if (!fault) return [];
  const why = isObject(value) ? ` ${explainSchemaError(fault)}` : '';
  const what = `${path} is neither a Discussion nor the document of one.${why}`;
  return [
    { code: 'SYNDISCO_DISCUSSION_INVALID', what, todo: 'Give it a Discussion, or what document() returns.', path },
  ];
};

/** With the document of the discussion. */
export const readingOptions = optionsOf(
  {
    ...annotation,
    annotator: actorOf('annotator'),
    discussion,
    signal: optional(signal),
  } satisfies ChecksOf<ReadingOptions & { discussion: unknown }>,
  suggest,
);

const begin = {
  outputDir: optional(filledText),
  signal: optional(signal),
  onProgress: optional(callback),
  retryFailed: optional(flag),
  printLog: optional(flag),
} satisfies ChecksOf<BeginOptions>;

export const beginOptions = optionsOf(begin, suggest);
export const beginAnnotationOptions = optionsOf(
  { ...begin, discussionsDir: filledText } satisfies ChecksOf<BeginAnnotationOptions>,
  suggest,
);
