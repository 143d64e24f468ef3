import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { listFiles } from './checksums.js';

/** A file in which something was replaced, or in which something remains that must not be. */
export interface Redaction {
  file: string;
  replaced: number;
  /** Sealed by a checksum of its own, so that it stays as it is. */
  remaining: number;
}

/** Errors and measurements of a machine, which may have any path or address in them. */
const free = /^run\/(sets\/[^/]+\/)?(failures|calibration)\//;
/** What run.json says of the machine. */
const hostFact = /(?<="host": ")[^"]+(?=")/g;
/** What else may be rewritten: no hash is taken of it, and no text of a discussion is in it. */
const open = /^(run\/(sets\/[^/]+\/)?run\.json|dataset\/.*\.(md|json))$/;

const url = /https?:\/\/[^\s"'<>\\)\]}]+/g;
const path = /(?<![\w.:/])(?:~|[A-Za-z]:)?\/(?:[^\s"'`:,;()/\\]+\/)+[^\s"'`:,;()\\]*/g;

/**
 * Replaces paths, hosts and server addresses in a staged archive. Never in documents, plans and copies of inputs, which
 * are sealed by hashes, nor in the tables of the data set, since the texts are data: what is found there is counted.
 */
export async function redact(dir: string, known: readonly string[]): Promise<Redaction[]> {
  const found: Redaction[] = [];
  const names = [...new Set([hostname(), homedir(), ...known])].filter(
    (name) => name.length > 3 && name !== 'localhost',
  );
  const needle = new RegExp(
    names
      .toSorted((a, b) => b.length - a.length)
      .map(escape)
      .join('|'),
    'g',
  );
  for (const file of await listFiles(dir)) {
    const isOpen = free.test(file) || open.test(file);
    const patterns = free.test(file) ? [needle, url, path] : [needle, hostFact];
    const count = isOpen ? await replaceIn(join(dir, file), patterns) : await countIn(join(dir, file), needle);
    if (count > 0) found.push({ file, replaced: isOpen ? count : 0, remaining: isOpen ? 0 : count });
  }
  return found;
}

async function replaceIn(file: string, patterns: readonly RegExp[]): Promise<number> {
  let text = await readFile(file, 'utf8');
  let count = 0;
  for (const pattern of patterns)
    text = text.replace(pattern, () => {
      count += 1;
      return '[redacted]';
    });
  if (count > 0) await writeFile(file, text);
  return count;
}

/** Line by line: tables may be larger than the memory. */
async function countIn(file: string, needle: RegExp): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
    count += line.match(needle)?.length ?? 0;
  return count;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
