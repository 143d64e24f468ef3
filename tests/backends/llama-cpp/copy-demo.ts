import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoGguf } from '../../town-hall/model.js';

/** A copy of the bundled model with some of its bytes changed; the header's texts keep their length. */
export async function copyDemo(change: (bytes: Buffer) => Buffer): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'syndisco-gguf-')), 'town-hall.gguf');
  await writeFile(file, change(await readFile(demoGguf)));
  return file;
}

/** Overwrites the first `from` in the header; a shorter text is filled with `fill`. */
export function replaceText(bytes: Buffer, from: string, to: string, fill = ' '): Buffer {
  const at = bytes.indexOf(from, 0, 'latin1');
  if (at < 0 || to.length > from.length) throw new Error(`cannot put ${to} in the place of ${from}`);
  bytes.write(to.padEnd(from.length, fill), at, 'latin1');
  return bytes;
}
