import type { Problem } from '../errors.js';
import type { Path } from '../source/positioned-document.js';
import { keysOf, nodeAt, plainValue, withNode, type Place, type PositionedNode } from '../source/positioned-node.js';
import { showValueAt } from '../source/secrets.js';
import { showValue } from '../source/show-value.js';
import { suggest } from '../source/suggest.js';
import { inWords } from './config-reading.js';
import type { GenerationOption } from './engines/engine.js';
import { generationOptionsOf } from './engines/registry.js';

type Kwargs = Pick<Named, 'section' | 'engine' | 'options' | 'further'>;

/** One option as it is written. */
interface Named {
  /** `model_parameters`, or one of `models`. */
  section: Path;
  engine: string;
  options: Readonly<Record<string, GenerationOption>>;
  further: Path | undefined;
  name: string;
  key: Place;
  node: PositionedNode;
}

/**
 * Writes the `generation_kwargs` of the engine in use as the keys that they are other spellings of, so that all rules for
 * those hold. Values that ask for nothing are dropped, and what the engine cannot do is reported. Returns a new document:
 * the levels of a matrix override what is written.
 */
export function spellOutKwargs(root: PositionedNode): { root: PositionedNode; problems: Problem[] } {
  const names = keysOf(nodeAt(root, ['models']));
  const sections = [['model_parameters'], ...names.map((name) => ['models', name])];
  const problems: Problem[] = [];
  const spelled = sections.reduce((whole, section) => spellOutSection(whole, section, problems), root);
  return { root: spelled, problems };
}

function spellOutSection(root: PositionedNode, section: Path, problems: Problem[]): PositionedNode {
  const engine = nodeAt(root, [...section, 'general', 'library_type'])?.value;
  const written =
    typeof engine === 'string' ? nodeAt(root, [...section, engine, 'generation_kwargs'])?.value : undefined;
  const known = typeof engine === 'string' ? generationOptionsOf(engine) : undefined;
  if (typeof engine !== 'string' || !known || !(written instanceof Map)) return root;
  const kwargs: Kwargs = { section, engine, options: known.generationOptions, further: known.furtherOptions };
  return [...written].reduce((whole, [name, { key, node }]) => {
    // As None in Python: not given.
    if (node.value === null) return whole;
    const { path, problem } = spellOut(whole, { ...kwargs, name, key, node });
    if (problem) problems.push(problem);
    return path ? withNode(whole, [...section, ...path], { key, node }) : whole;
  }, root);
}

function spellOut(root: PositionedNode, named: Named): { path?: Path; problem?: Problem } {
  const { section, engine, options, further, name, node } = named;
  const option = Object.hasOwn(options, name) ? options[name] : further && { key: [...further, name] };
  if (!option) return { problem: unknown(named) };
  if ('key' in option) {
    const before = nodeAt(root, [...section, ...option.key]);
    if (!before || isEqual(before, node)) return { path: option.key };
    return { problem: contradiction(named, option.key, before) };
  }
  if (option.off.some((value) => JSON.stringify(value) === JSON.stringify(plainValue(node)))) return {};
  const what = `${engine} cannot do what generation_kwargs asks for with ${name}: ${showValue(plainValue(node))}.`;
  const todo = option.instead.replaceAll('model_parameters', named.section.join('.'));
  return { problem: report('SYNDISCO_CONFIG_CONTRADICTION', named, { what, todo }) };
}

function unknown(named: Named): Problem {
  const { engine, options, name } = named;
  const names = Object.keys(options).filter((one) => 'key' in (options[one] ?? {}));
  const meant = suggest(name, Object.keys(options));
  const what = `Unknown generation option ${showValue(name)} of ${engine}.`;
  const todo = meant ? `Did you mean "${meant}"?` : `The options are ${names.join(', ')}.`;
  return report('SYNDISCO_CONFIG_UNKNOWN_KEY', named, { what, todo });
}

function contradiction(named: Named, path: Path, before: PositionedNode): Problem {
  const { section, name, node } = named;
  const other = [...section, ...path];
  const [value, otherValue] = [node, before].map((one) => showValueAt(other, plainValue(one)));
  const where = inWords(before.place.source.whereAt(before.place.offset));
  const what = `generation_kwargs sets ${name} to ${value ?? ''}, but ${other.join('.')} is ${otherValue ?? ''} (${where}).`;
  const todo = 'They are the same option: remove one of them.';
  return report('SYNDISCO_CONFIG_CONTRADICTION', named, { what, todo });
}

function report(
  code: Problem['code'],
  { section, engine, name, key }: Named,
  told: Pick<Problem, 'what' | 'todo'>,
): Problem {
  const path = [...section, engine, 'generation_kwargs', name].join('.');
  return { code, ...told, path, where: key.source.whereAt(key.offset) };
}

function isEqual(one: PositionedNode, other: PositionedNode): boolean {
  return JSON.stringify(plainValue(one)) === JSON.stringify(plainValue(other));
}
