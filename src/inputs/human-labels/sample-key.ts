import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfAny, type Problem } from '../../errors.js';
import { inputCodes } from '../../source/file-codes.js';
import { readText } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';
import type { SourceText } from '../../source/source-text.js';
import { parseCsv, shortRows } from '../parse-csv.js';
import { humansInvalid, mostProblems } from './human-label.js';

/** How comments were drawn for people, as `syndisco sample` wrote it. */
export interface SampleKey {
  file: string;
  /** Item to comment. */
  items: ReadonlyMap<string, string>;
  /** Every comment that could be drawn, by its id. */
  frame: ReadonlyMap<string, SampledPlace>;
}

export interface SampledPlace {
  stratum: string;
  /** Of its inclusion. */
  probability: number;
  isDrawn: boolean;
}

const columns = ['comment_id', 'item', 'stratum', 'inclusion_probability'] as const;
const maxBytes = 1024 * 1024 * 1024;
/** From a file that Potato stores to the folder of the sample. */
const mostFolders = 6;

/** The key beside a file, or in a folder above it. */
export async function findSampleKey(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    let dir = dirname(file);
    for (let up = 0; up < mostFolders; up += 1) {
      const path = join(dir, 'key.csv');
      const exists = await stat(path).then(
        (entry) => entry.isFile(),
        () => false,
      );
      if (exists) return path;
      dir = dirname(dir);
    }
  }
  return undefined;
}

export async function readSampleKey(file: string): Promise<SampleKey> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const { source, problem } = await readText({ file, codes, maxBytes, named: { path: '--key', where: { file } } });
  if (!source) throwIfAny([problem]);
  else return keyOf(source);
  throw new RangeError('unreachable: a text or a problem');
}

function keyOf(source: SourceText): SampleKey {
  const { rows: records, problems: faults } = parseCsv(source);
  const [header, ...rows] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const lacking = columns.filter((name) => !names.includes(name)).map((name) => noColumn(source, name));
  throwIfAny([...lacking, ...faults, ...shortRows(source, records, humansInvalid)]);
  const places = columns.map((name) => names.indexOf(name));
  const [items, frame] = [new Map<string, string>(), new Map<string, SampledPlace>()];
  const problems: Problem[] = [];
  for (const { cells, offset } of rows) {
    const [id = '', item = '', stratum = '', chance = ''] = places.map((at) => cells[at]?.trim() ?? '');
    const probability = Number(chance);
    if (!(probability > 0 && probability <= 1)) problems.push(badProbability(source, { chance, offset }));
    if (item !== '') items.set(item, id);
    frame.set(id, { stratum, probability, isDrawn: item !== '' });
  }
  throwIfAny(problems.slice(0, mostProblems));
  return { file: source.file, items, frame };
}

function noColumn(source: SourceText, name: string): Problem {
  const what = `The key of a sample has no column ${showValue(name)}.`;
  return { code: humansInvalid, what, todo: 'Use the key.csv that syndisco sample wrote.', where: source.whereAt(0) };
}

function badProbability(source: SourceText, { chance, offset }: { chance: string; offset: number }): Problem {
  return {
    code: humansInvalid,
    what: `The inclusion probability of this comment is ${showValue(chance)}.`,
    todo: 'Use the key.csv that syndisco sample wrote, unchanged.',
    where: source.whereAt(offset),
  };
}
