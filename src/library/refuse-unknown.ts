import { throwIfAny } from '../errors.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';
import type { AnnotationExperimentOptions, DiscussionExperimentOptions } from './options.js';

type Known<Options> = Record<keyof Options, true>;

const cast = {
  users: true,
  moderator: true,
  turnManager: true,
  moderatorTurns: true,
  numUsers: true,
  numTurns: true,
} as const;
const texts = { historyContextLength: true, historyCounts: true, promptLayout: true, mayStaySilent: true } as const;

/** Complete, or it does not compile. */
export const discussionOptions = {
  ...cast,
  ...texts,
  ...{ name: true, seed: true, design: true, topics: true, numDiscussions: true, usernames: true, triesPerTurn: true },
} as const satisfies Known<DiscussionExperimentOptions>;

export const annotationOptions = {
  ...{ name: true, seed: true, annotators: true, annotateModerator: true, showModeratorInContext: true },
  ...{
    promptLayout: true,
    historyContextLength: true,
    label: true,
    maxInvalidLabels: true,
    metrics: true,
    sampling: true,
  },
} as const satisfies Known<AnnotationExperimentOptions>;

/** For programs in JavaScript, whose compiler does not say so: a misspelt option would be ignored. */
export function refuseUnknown(options: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.keys(options).filter((key) => !Object.hasOwn(known, key));
  throwIfAny(
    unknown.map((key) => {
      const meant = suggest(key, Object.keys(known));
      const todo = meant ? `Did you mean "${meant}"?` : `Valid options are ${Object.keys(known).join(', ')}.`;
      return { code: 'SYNDISCO_CONFIG_UNKNOWN_KEY', what: `Unknown option ${showValue(key)}.`, todo, path: key };
    }),
  );
}
