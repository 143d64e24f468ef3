import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasRightSum, resealed } from '../../document-sum.js';
import { listFiles } from './checksums.js';

/** A file in which something was replaced, or in which something remains. */
export interface Redaction {
  file: string;
  replaced: number;
  /** Sealed by a checksum or data, so that it stays as it is. */
  remaining: number;
}

export interface Redactor {
  /** For text that only people read: comments, messages of errors. */
  readonly redactText: (text: string) => string;
  /**
   * Replaces paths, hosts and server addresses in a staged archive. Never in documents, plans and copies of inputs,
   * which are sealed by hashes, nor in the tables of the data set, since the texts are data: what is found is counted.
   */
  readonly redactFiles: (dir: string) => Promise<Redaction[]>;
}

/** Errors and measurements of a machine, which may have any path or address in them. */
const free = /^run\/(sets\/[^/]+\/)?(failures|calibration)\//;
/** What run.json says of the machine. */
const hostFact = /(?<="host": ")[^"]+(?=")/g;
/** What else may be rewritten, but for words that happen to be the name of the host: no hash is taken of it. */
const open = /^(run\/(sets\/[^/]+\/)?run\.json|dataset\/.*\.(md|json))$/;
const runFile = /run\.json$/;

const url = /https?:\/\/[^\s"'<>\\)\]}]+/g;
const path = /(?<![\w.:/])(?:~|[A-Za-z]:)?\/(?:[^\s"'`:,;()/\\]+\/)+[^\s"'`:,;()\\]*/g;

export function redactor(known: { folders: readonly string[]; host: string }): Redactor {
  const folders = folderPattern([...new Set(known.folders)]);
  const host = hostPattern(known.host);
  const inText = [folders, url, path, hostFact, host];
  return {
    redactText: (text) => replaceAll(text, inText).text,
    redactFiles: async (dir) => {
      const found: Redaction[] = [];
      for (const file of await listFiles(dir)) {
        const patterns = free.test(file) ? inText : runFile.test(file) ? [folders, hostFact] : [folders];
        const isOpen = free.test(file) || open.test(file);
        const replaced = isOpen ? await replaceIn(join(dir, file), patterns) : 0;
        const remaining = runFile.test(file) ? 0 : await countIn(join(dir, file), [folders, host]);
        if (replaced + remaining > 0) found.push({ file, replaced, remaining });
      }
      return found;
    },
  };
}

async function replaceIn(file: string, patterns: readonly RegExp[]): Promise<number> {
  const before = await readFile(file);
  const { text, count } = replaceAll(before.toString(), patterns);
  if (count > 0) await writeFile(file, hasRightSum(before) ? resealed(text) : text);
  return count;
}

function replaceAll(whole: string, patterns: readonly RegExp[]): { text: string; count: number } {
  let count = 0;
  const replace = (): string => {
    count += 1;
    return '[redacted]';
  };
  const text = patterns.reduce((before, pattern) => before.replace(pattern, replace), whole);
  return { text, count };
}

/** Line by line: tables may be larger than the memory. */
async function countIn(file: string, patterns: readonly RegExp[]): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
    for (const pattern of patterns) count += line.match(pattern)?.length ?? 0;
  return count;
}

/** The longest first. Markdown and JSON may have a backslash in front of some characters. */
function folderPattern(folders: readonly string[]): RegExp {
  const alternatives = folders
    .filter((folder) => folder.length > 3)
    .toSorted((a, b) => b.length - a.length)
    .map((folder) => folder.replace(/[^A-Za-z0-9/]/g, (char) => `\\\\?${escape(char)}`));
  return alternatives.length === 0 ? nothing : new RegExp(`(?<![\\w.-])(?:${alternatives.join('|')})(?![\\w-])`, 'g');
}

/** As a word, since a host may be called `data` or `json`; with or without its domain. */
function hostPattern(host: string): RegExp {
  const [name = ''] = host.split('.');
  return name === '' || name === 'localhost'
    ? nothing
    : new RegExp(`(?<![\\w.-])${escape(name)}(?:\\.[\\w-]+)*(?![\\w-])`, 'g');
}

const nothing = /(?!)/g;

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
