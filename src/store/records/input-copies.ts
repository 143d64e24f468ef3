/**
 * inputs/<16 hex digits of SHA-256>-<file name>: a copy of every input file, addressed by content, published once and
 * before the plan segment that was made from it. So if a segment exists, all inputs of its jobs exist too.
 */
import { basename, join } from 'node:path';
import { hashFile } from '../../document-sum.js';
import type { Problem } from '../../errors.js';
import { sha256 } from '../../sha256.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { readWhole } from '../disk/read-whole.js';

/** An input file of a run, with the text that was used, including any byte order mark. */
export interface InputCopy {
  path: string;
  text: string;
}

const hashLength = 16;
const namePattern = /^([0-9a-f]{16})-/;

/** Resolves to the names of the copies. */
export async function copyInputs(
  ports: Publishing,
  dir: string,
  inputs: readonly InputCopy[],
): Promise<readonly string[]> {
  const present = new Set(await ports.files.list(dir));
  // An existing copy may come from a process that was killed before the name was durable.
  await ports.files.syncDir(dir);
  const missing = new Map(inputs.map(({ path, text }) => [nameOf(path, text), text]));
  for (const [name, text] of missing) {
    if (!present.has(name)) await publishOnce(ports, join(dir, name), [text]);
  }
  return [...missing.keys()].sort();
}

/** Reports the copies that are missing, and those whose content does not match the hash in their name. */
export async function verifyInputs(files: FilePort, dir: string, planned: ReadonlySet<string>): Promise<Problem[]> {
  const present = (await unless(['ENOENT'], files.list(dir))) ?? [];
  const missing = [...planned].filter((name) => !present.includes(name));
  const problems = missing.map((name) => missingCopy(join(dir, name)));
  for (const name of present.sort()) {
    const hash = namePattern.exec(name)?.[1];
    if (hash === undefined) continue;
    const file = join(dir, name);
    if (!hashFile(await readWhole(files, file)).startsWith(hash)) problems.push(changedCopy(file));
  }
  return problems;
}

function nameOf(path: string, text: string): string {
  return `${sha256(text).slice(0, hashLength)}-${copiedName(path)}`;
}

/** What a copy is called, behind the hash: the characters of the file's name that are safe on every file system. */
export function copiedName(path: string): string {
  return basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(-100);
}

function missingCopy(file: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: 'The copy of an input file that the run was planned from is missing',
    todo: 'Restore the file from a backup; its name starts with the SHA-256 of its content.',
    where: { file },
  };
}

function changedCopy(file: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: 'The copy of an input file has changed since the run was planned',
    todo: 'Restore the file from a backup; its name starts with the SHA-256 of the right content.',
    where: { file },
  };
}
