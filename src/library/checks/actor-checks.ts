import { Model } from '../models.js';
import { Persona } from '../persona.js';
import { filledText, isObject, listOf, optional, optionsOf, required, text, wrongType, type Check } from './check.js';

/** A model, or a backend in its place. */
const model = required(
  (value) => value instanceof Model || (isObject(value) && typeof value['generate'] === 'function'),
  'a loaded model, such as that of await LlamaCppModel.load(…)',
);

const persona = required((value) => value instanceof Persona, 'a persona, such as Persona.from({ username })');
const type: Check = () => []; // it has been looked up by then
const everyone = { type, model, context: optional(text), instructions: filledText };

const checksOf: Readonly<Record<string, Check>> = {
  user: optionsOf({ ...everyone, persona }),
  annotator: optionsOf({ ...everyone, persona }),
  moderator: optionsOf({ ...everyone, persona: optional(persona), attributes: optional(listOf(text, 'texts')) }),
};

/** The options of an actor of any type. */
export const actorOptions: Check = (options, path) => {
  if (!isObject(options)) return [wrongType(options, path, 'an object of options')];
  const { type: given, persona: described, attributes } = options;
  const types = Object.keys(checksOf);
  const check = typeof given === 'string' && types.includes(given) ? checksOf[given] : undefined;
  if (!check) return required(() => false, `one of ${types.join(', ')}`)(given, 'type');
  const problems = check(options, '');
  return described === undefined || attributes === undefined || given !== 'moderator'
    ? problems
    : [...problems, describedTwice];
};

const describedTwice = {
  code: 'SYNDISCO_CONFIG_CONTRADICTION',
  what: 'A moderator is described by a persona or by attributes, not by both.',
  todo: 'Leave out one of them.',
  path: 'attributes',
} as const;
