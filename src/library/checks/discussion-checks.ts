import type { BranchOptions } from '../options.js';
import {
  callback,
  isObject,
  optional,
  optionsOf,
  required,
  seed,
  text,
  wrongType,
  type Check,
  type ChecksOf,
} from './check.js';

export const branchOptions = optionsOf({
  when: optional(callback),
  seed: optional(seed),
} satisfies ChecksOf<BranchOptions>);

/** As a persona's username (schemas/persona.schema.json), but not empty. */
const name = required(
  (value) => typeof value === 'string' && /^\S(.*\S)?$/.test(value),
  'one line of text without leading or trailing spaces',
);

/** Further keys are no fault: a comment of another discussion may be said. */
export const interjection: Check = (value, path) =>
  isObject(value)
    ? [...name(value['name'], 'name'), ...text(value['text'], 'text')]
    : [wrongType(value, path, 'a comment with name and text')];

/** Nobody would ask a policy. */
export const nobodyModerates = {
  code: 'SYNDISCO_CONFIG_CONTRADICTION',
  what: 'when decides about the turns of a moderator, but there is none.',
  todo: 'Give moderator an actor, or leave out when.',
  path: 'when',
} as const;
