/**
 * `comments.csv.sha256` beside `comments.csv`, for every table in every format, as `sha256sum` writes it: so an edit of
 * the data set, by a spreadsheet program for example, is noticed, also by `sha256sum -c`.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { formatNames } from '../dataset/formats/registry.js';
import type { Problem } from '../errors.js';
import { unless } from '../store/disk/errno.js';
import { nodeFiles } from '../store/disk/node-file-port.js';
import { readChunks } from '../store/disk/read-lines.js';
import { readWhole } from '../store/disk/read-whole.js';
import { storageError } from '../store/disk/storage-error.js';

const extension = '.sha256';

export function sumBeside(file: string, sha256: string): { file: string; text: string } {
  return { file: `${file}${extension}`, text: `${sha256}  ${basename(file)}\n` };
}

/** The tables at and beside the export's path that are not as they were exported. A deleted table is no fault. */
export async function verifyDataset(path: string): Promise<Problem[]> {
  const { dir, name } = parse(path);
  const problems: Problem[] = [];
  try {
    for (const [folder, stem] of [[dir, name] as const, [join(dir, 'tidy'), ''] as const])
      for (const file of await tablesIn(folder, stem)) {
        const [known, now] = [await knownSum(file), await unless(['ENOENT'], sumOf(file))];
        if (now !== undefined && known !== now) problems.push(changed(file));
      }
  } catch (error) {
    throw storageError(error);
  }
  return problems;
}

/** The tables that have a sum. */
async function tablesIn(folder: string, stem: string): Promise<string[]> {
  const names = (await unless(['ENOENT', 'ENOTDIR'], readdir(folder))) ?? [];
  const tables = names.filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -extension.length));
  const isTable = (name: string): boolean =>
    name.startsWith(stem) && formatNames.some((format) => name.endsWith(`.${format}`));
  return tables
    .filter(isTable)
    .sort()
    .map((name) => join(folder, name));
}

async function knownSum(file: string): Promise<string> {
  return (await readWhole(nodeFiles, `${file}${extension}`)).toString('utf8', 0, 64);
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  const input = await nodeFiles.openInput(file);
  try {
    for await (const chunk of readChunks(input)) hash.update(chunk);
    return hash.digest('hex');
  } finally {
    await input.close();
  }
}

function changed(file: string): Problem {
  const folder = dirname(file);
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: `${basename(file)} is not as it was exported: its SHA-256 is not the one in ${basename(file)}${extension}`,
    todo: `Export it again (syndisco export), which replaces it; to keep an edited copy, move it out of ${folder} first.`,
    where: { file },
  };
}
