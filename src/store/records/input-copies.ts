/**
 * inputs/<16 hex digits of SHA-256>-<file name>: a copy of every input file, by content, published once and before the
 * plan's segment that was made of it. So where a segment is, all that its jobs were made of is there too.
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

/** A file that a run was made of, with the text that was used, byte order mark included. */
export interface InputCopy {
  path: string;
  text: string;
}

const hashLength = 16;
const namePattern = /^([0-9a-f]{16})-/;

export async function copyInputs(ports: Publishing, dir: string, inputs: readonly InputCopy[]): Promise<void> {
  const present = new Set(await ports.files.list(dir));
  // A copy that is found may be of a process that was killed before its name was safe.
  await ports.files.syncDir(dir);
  const missing = new Map(inputs.map(({ path, text }) => [nameOf(path, text), text]));
  for (const [name, text] of missing) {
    if (!present.has(name)) await publishOnce(ports, join(dir, name), [text]);
  }
}

/** Copies that are no longer what their names say. */
export async function verifyInputs(files: FilePort, dir: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const name of ((await unless(['ENOENT'], files.list(dir))) ?? []).sort()) {
    const hash = namePattern.exec(name)?.[1];
    if (hash === undefined) continue;
    const file = join(dir, name);
    if (!hashFile(await readWhole(files, file)).startsWith(hash)) problems.push(changedCopy(file));
  }
  return problems;
}

/** Of the file's own name, what is safe on every file system. */
function nameOf(path: string, text: string): string {
  const safe = basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(-100);
  return `${sha256(text).slice(0, hashLength)}-${safe}`;
}

function changedCopy(file: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: 'The copy of an input is not what it was when the run was planned.',
    todo: 'Put the file back from a copy; its name begins with the SHA-256 of its content.',
    where: { file },
  };
}
