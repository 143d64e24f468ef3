import { homedir } from 'node:os';
import { dirname, parse } from 'node:path';
import type { Problem } from '../../errors.js';
import type { Mapping, Place, PositionedNode } from '../../source/positioned-node.js';
import { showValue } from '../../source/show-value.js';
import { levelName } from './check-factors.js';

/**
 * Replaces `from` and `sets` in a factor by levels, one per file that matches the pattern in `from`: named after the file,
 * each sets the key in `sets` to its path. Other levels of the factor stay. Relative to the config `file`.
 */
export async function readLevelsFromFiles(root: PositionedNode, file: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [factor, { node }] of mappingIn(mappingIn(root.value, 'matrix'), 'factors') ?? [])
    if (node.value instanceof Map) problems.push(...(await expandFactor(factor, node.value, file)));
  return problems;
}

async function expandFactor(factor: string, levels: Mapping, file: string): Promise<Problem[]> {
  const [from, sets] = [levels.get('from')?.node, levels.get('sets')?.node];
  // A level may have any name, but its value is never a text.
  if (typeof from?.value !== 'string') return [];
  const found = { factor, from: from.value, place: from.place };
  if (typeof sets?.value !== 'string')
    return [problem(found, 'CONFIG_MISSING_KEY', `The factor ${factor} has "from" without "sets".`, missing)];
  levels.delete('from');
  levels.delete('sets');
  return addLevels(levels, found, { key: sets.value, place: sets.place, files: await list(from.value, file) });
}

const missing =
  'Add sets with the key that each file is a value of, such as sets: discussions.files.mod_instructions_path.';

interface From {
  factor: string;
  from: string;
  place: Place;
}

/** In the order of their names, which no machine changes. */
async function list(pattern: string, file: string): Promise<string[]> {
  const { default: glob } = await import('fast-glob'); // most configs list nothing
  const home = glob.escapePath(homedir());
  const found = await glob(pattern.replace(/^~(?=\/)/, home), { cwd: dirname(file), suppressErrors: true });
  return found.sort();
}

function addLevels(
  levels: Mapping,
  from: From,
  { key, place, files }: { key: string; place: Place; files: readonly string[] },
): Problem[] {
  if (files.length === 0) {
    const what = `No file matches ${showValue(from.from)}, so the factor ${from.factor} has no levels from it.`;
    return [problem(from, 'MATRIX_EMPTY', what, 'Check the pattern, such as instructions/*.txt; it names files.')];
  }
  const fileOf = new Map<string, string>();
  return files.flatMap((file) => {
    const { name } = parse(file);
    if (!levelName.form.test(name)) {
      const what = `${file} cannot name a level: conditions and columns are named after it.`;
      return [problem(from, 'CONFIG_MALFORMED', what, `Rename the file: use ${levelName.words}.`)];
    }
    const other = fileOf.get(name);
    if (other === undefined && !levels.has(name)) {
      fileOf.set(name, file);
      const value: PositionedNode = { place: from.place, value: file };
      levels.set(name, {
        key: from.place,
        node: { place: from.place, value: new Map([[key, { key: place, node: value }]]) },
      });
      return [];
    }
    const before = other === undefined ? 'another level of the factor' : other;
    const what = `${file} and ${before} would both be the level ${showValue(name)}: levels are named after their files.`;
    return [problem(from, 'CONFIG_CONTRADICTION', what, 'Rename or move one of the files, or narrow the pattern.')];
  });
}

function problem(
  { factor, place }: From,
  code: 'CONFIG_MALFORMED' | 'CONFIG_MISSING_KEY' | 'MATRIX_EMPTY' | 'CONFIG_CONTRADICTION',
  what: string,
  todo: string,
): Problem {
  const where = place.source.whereAt(place.offset);
  return { code: `SYNDISCO_${code}`, what, todo, path: `matrix.factors.${factor}.from`, where };
}

function mappingIn(value: PositionedNode['value'] | undefined, key: string): Mapping | undefined {
  const inner = value instanceof Map ? value.get(key)?.node.value : undefined;
  return inner instanceof Map ? inner : undefined;
}
