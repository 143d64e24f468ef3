import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../errors.js';

export const checksumsFile = 'SHA256SUMS';

/**
 * The files below a folder, relative to it, in an order that no machine changes. Links are followed only where patterns
 * say how deep, and count as what they name; files with a dot are then not listed.
 */
export async function listFiles(dir: string, patterns?: readonly string[]): Promise<string[]> {
  const { default: glob } = await import('fast-glob'); // most commands list nothing
  const files = patterns
    ? await glob([...patterns], { cwd: dir, stats: true }).then((found) => found.map(({ path }) => path))
    : await glob('**', { cwd: dir, dot: true, onlyFiles: true, followSymbolicLinks: false });
  return files.sort();
}

/** The text of SHA256SUMS for a folder, as `sha256sum -c` reads it. */
export async function checksumsOf(dir: string): Promise<string> {
  const files = (await listFiles(dir)).filter((file) => file !== checksumsFile);
  let text = '';
  for (const file of files) text += `${lineOf(await hashOf(join(dir, file)), file)}\n`;
  return text;
}

/** Compares a folder with its SHA256SUMS: files that have changed, are missing, or are not in the list. */
export async function checkChecksums(dir: string, archive: string): Promise<Problem[]> {
  const text = await readFile(join(dir, checksumsFile), 'utf8').catch(() => undefined);
  if (text === undefined) return [damaged(archive, `it has no ${checksumsFile}`)];
  const listed = new Set(text.split('\n').filter((line) => line !== ''));
  const found = new Set((await checksumsOf(dir)).split('\n').filter((line) => line !== ''));
  const [gone, added] = [listed, found].map((lines) => new Set([...lines].map(fileOf)));
  const changed = [...found].filter((line) => !listed.has(line)).map(fileOf);
  return [
    ...changed.map((file) =>
      damaged(archive, gone?.has(file) ? `${file} has changed` : `${file} is not in its ${checksumsFile}`),
    ),
    ...[...(gone ?? [])].filter((file) => !added?.has(file)).map((file) => damaged(archive, `${file} is missing`)),
  ];
}

/** In the form of coreutils: a name with a backslash or a line break is escaped, and its line marked. */
function lineOf(hash: string, file: string): string {
  const escaped = file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === file ? '' : '\\'}${hash}  ${escaped}`;
}

function fileOf(line: string): string {
  return line.replace(/^\\?[0-9a-f]*\s+\*?/, '');
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export function damaged(archive: string, what: string): Problem {
  return {
    code: 'SYNDISCO_ARCHIVE_DAMAGED',
    what: `This archive is not as it was made: ${what}.`,
    todo: 'Get another copy of it, or make it again with syndisco archive.',
    where: { file: archive },
  };
}
