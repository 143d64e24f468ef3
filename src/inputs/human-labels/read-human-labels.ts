import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fail, throwIfAny, type Problem, type Where } from '../../errors.js';
import { inputCodes } from '../../source/file-codes.js';
import { readText } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';
import type { SourceText } from '../../source/source-text.js';
import { humansInvalid, mostProblems, type HumanLabel, type LabelFile, type SplitPart } from './human-label.js';
import { readLabelSheet } from './label-sheet.js';
import { readLabelStudioLabels } from './label-studio-labels.js';
import { readPotatoLabels } from './potato-labels.js';
import { findSampleKey, readSampleKey, type SampleKey } from './sample-key.js';

/** Labels by people of one study, from all their files. */
export interface HumanLabels {
  labels: readonly HumanLabel[];
  /** What may be metrics. */
  metrics: readonly string[];
  /** The part of each comment, if a file says. */
  parts: ReadonlyMap<string, SplitPart> | undefined;
  /** How comments were drawn; absent if no file says. */
  key: SampleKey | undefined;
  empty: readonly Where[];
  unjudged: number;
  whereColumn: (name: string) => Where;
}

interface ToRead {
  /** Files, and folders to look for them in. */
  paths: readonly string[];
  /** The key of the sample; looked for near the files if absent. */
  key?: string;
}

const maxBytes = 256 * 1024 * 1024;
/** The person of a file that does not say who coded. */
const onlyCoder = 'human';

/**
 * Reads labels by people: coding sheets and other tables, what Potato stores and exports, and exports of Label Studio. Which of
 * these a file is, its content says.
 */
export async function readHumanLabels({ paths, key: keyPath }: ToRead): Promise<HumanLabels> {
  const found = (await Promise.all(paths.map(filesAt))).flat();
  const files = found.map(({ file }) => file);
  const read: LabelFile[] = [];
  for (const { file, mayBeBlank } of found) {
    const one = await readLabelFile(file, coderOf(file, files.length));
    if (!mayBeBlank || one.labels.length + one.unjudged > 0) read.push(one);
  }
  const hasItems = read.some(({ labels }) => labels.some(({ isItem }) => isItem));
  const keyFile = keyPath ?? (hasItems ? await findSampleKey(files) : undefined);
  if (hasItems && keyFile === undefined) throw noKey(files[0] ?? '');
  const key = keyFile === undefined ? undefined : await readSampleKey(keyFile);
  return merge(read, key);
}

interface Found {
  file: string;
  /** A sheet beside what Potato stores, where the coders who used Potato have one, too. */
  mayBeBlank: boolean;
}

async function filesAt(path: string): Promise<Found[]> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return [{ file: path, mayBeBlank: false }];
  const all = (await readdir(path, { recursive: true })).sort();
  const named = (pattern: RegExp): string[] => all.filter((name) => pattern.test(basename(name)));
  const stored = ofPotato.map(named).find((names) => names.length > 0) ?? [];
  const found = [
    ...stored.map((name) => ({ file: join(path, name), mayBeBlank: false })),
    ...named(ofSheet).map((name) => ({ file: join(path, name), mayBeBlank: stored.length > 0 })),
  ];
  if (found.length > 0) return found;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `There are no labels by people in the folder ${path}.`,
    todo: 'Name the files, or a folder with coding sheets or with what Potato stores (annotation_output).',
  });
}

/** What Potato stores, since version 2 and before. */
const ofPotato = [/^user_state\.json$/, /^annotated_instances\.jsonl$/];
const ofSheet = /^coding-sheet.*\.csv$/i;

function coderOf(file: string, files: number): string {
  const stem = basename(file, extname(file)).replace(copied, '');
  const [, named] = /^coding-sheet[-_ ]+(.+)$/i.exec(stem) ?? [];
  return named ?? (files === 1 ? onlyCoder : stem);
}

/** What browsers and file managers add to the name of a copy: its labels are no other person's. */
const copied = /(\s*\(\d+\)|[\s-]+(copy|kopie)(\s*\(?\d+\)?)?)$/i;

async function readLabelFile(file: string, coder: string): Promise<LabelFile> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const { source, problem } = await readText({ file, codes, maxBytes, named: { path: '--humans', where: { file } } });
  if (!source) throwIfAny([problem]);
  else return readerOf(source)(source, coder);
  throw new RangeError('unreachable: a text or a problem');
}

function readerOf({ text }: SourceText): (source: SourceText, coder: string) => LabelFile {
  const [first] = text.trimStart();
  if (first === '[') return readLabelStudioLabels;
  return first === '{' ? readPotatoLabels : readLabelSheet;
}

function merge(files: readonly LabelFile[], key: SampleKey | undefined): HumanLabels {
  const problems = [...unknownItems(files, key), ...labelledTwice(files)];
  throwIfAny(problems.slice(0, mostProblems));
  const commentOf = (id: string, isItem: boolean): string => (isItem ? (key?.items.get(id) ?? id) : id);
  const parts = files.flatMap((file) => [...(file.parts ?? [])]);
  const [first] = files;
  return {
    labels: files.flatMap(({ labels }) =>
      labels.map(({ id, isItem, ...label }) => ({ ...label, commentId: commentOf(id, isItem) })),
    ),
    metrics: [...new Set(files.flatMap(({ metrics }) => metrics))],
    parts: parts.length > 0 ? new Map(parts.map(([id, part]) => [key?.items.get(id) ?? id, part])) : undefined,
    key,
    empty: files.flatMap(({ empty }) => empty),
    unjudged: files.reduce((sum, file) => sum + file.unjudged, 0),
    whereColumn: (name) => (files.find(({ metrics }) => metrics.includes(name)) ?? first)?.whereColumn(name) ?? {},
  };
}

function unknownItems(files: readonly LabelFile[], key: SampleKey | undefined): Problem[] {
  const unknown = new Map<string, Where>();
  for (const { labels } of files) {
    for (const { id, isItem, where } of labels)
      if (isItem && key && !key.items.has(id) && !unknown.has(id)) unknown.set(id, where);
  }
  return Array.from(unknown, ([id, where]) => ({
    code: humansInvalid,
    what: `The key ${key?.file ?? ''} has no item ${showValue(id)}.`,
    todo:
      unknown.size > 1
        ? `${unknown.size} items are unknown: use the key of this sample (--key).`
        : 'Fix the id, or remove its labels.',
    where,
  }));
}

/** In two files, or twice by the same coder in one tool; tables tell of rows themselves. */
function labelledTwice(files: readonly LabelFile[]): Problem[] {
  const seen = new Map<string, Where>();
  return files.flatMap(({ labels }) =>
    labels.flatMap(({ id, coder, metric, where }): Problem[] => {
      const label = JSON.stringify([id, coder, metric]);
      const earlier = seen.get(label);
      seen.set(label, earlier ?? where);
      if (!earlier) return [];
      const place = `${earlier.file ?? ''}:${earlier.line ?? 0}`;
      return [
        {
          code: humansInvalid,
          what: `${showValue(coder)} labels ${metric} of ${showValue(id)} twice: also in ${place}.`,
          todo: 'Keep one of them or, if they are by different people, say who in a column coder or in the names of the files.',
          where,
        },
      ];
    }),
  );
}

function noKey(file: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `${file} has labels of items of a sample, and there is no key.csv in its folder or above it.`,
    todo: 'Name the key of the sample with --key FILE.',
  });
}
