import { join } from 'node:path';
import { writeDerived } from '../../store/disk/write-derived.js';
import type { Assignment } from './assign-coders.js';
import { codingSheet } from './coding-sheet.js';
import { labelStudioProject } from './label-studio-project.js';
import { potatoProject } from './potato-project.js';
import { questionOf, type Question } from './questions.js';
import { readmeForAuthor, readmeForCoders } from './readme.js';
import { tableText } from './table-text.js';
import type { SampleToWrite } from './sample-to-write.js';

/** Excel takes a CSV without it for the system's own encoding. */
const byteOrderMark = '\uFEFF';

/** Writes the key apart from what coders get. Returns the paths. */
export async function writeSample(sample: SampleToWrite): Promise<string[]> {
  const { dir, metrics, assignments } = sample;
  const questions = metrics.map(questionOf);
  const files = new Map<string, string>([['README.txt', readmeForAuthor(sample)]]);
  files.set('key.csv', await tableText(keyTable(sample)));
  for (const assignment of assignments) {
    const own = await filesOfCoder(sample, assignment, questions);
    for (const [path, text] of Object.entries(own)) files.set(join('for-coders', assignment.coder ?? '', path), text);
  }
  for (const [path, text] of files) await writeDerived(join(dir, path), [text]);
  return [...files.keys()].map((path) => join(dir, path));
}

async function filesOfCoder(
  { items, showRole }: SampleToWrite,
  { coder, items: own }: Assignment,
  questions: readonly Question[],
): Promise<Record<string, string>> {
  const toShow = { items: own.flatMap((item) => items.get(item) ?? []), questions, showRole };
  const sheet = coder === undefined ? 'coding-sheet.csv' : `coding-sheet-${coder}.csv`;
  const inFolder = (folder: string, files: Record<string, string>): [string, string][] =>
    Object.entries(files).map(([path, text]) => [join(folder, path), text]);
  return {
    'README.txt': readmeForCoders(questions, sheet),
    [sheet]: byteOrderMark + (await tableText(codingSheet(toShow))),
    ...Object.fromEntries(inFolder('potato', potatoProject(toShow))),
    ...Object.fromEntries(inFolder('label-studio', labelStudioProject(toShow, coder))),
  };
}

/** The whole frame: the probabilities of comments that were not drawn are needed, too. */
function keyTable({ sample, metrics }: SampleToWrite): { columns: string[]; rows: string[][] } {
  return {
    columns: [
      ...['comment_id', 'item', 'condition', 'role', 'stratum', 'inclusion_probability'],
      ...metrics.map(({ name }) => `llm_${name}`),
    ],
    rows: sample.map(({ id, item = '', condition, role, stratum, probability, labels }) => [
      ...[id, item, condition, role, stratum, String(probability)],
      ...metrics.map(({ name }) => labels.get(name) ?? ''),
    ]),
  };
}
