/**
 * Folders of decisions, 0001.json, 0002.json …: each record is published once and never changed. Needs no lock: if a
 * number is taken, it belongs to another process, and we try the next one.
 */
import { join } from 'node:path';
import { ensureFolder } from '../disk/ensure-folder.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';

const namePattern = /^(\d{4,})\.json$/;

/** Publishes a record under the next free number. */
export async function publishNumbered(ports: Publishing, dir: string, value: object): Promise<void> {
  await ensureFolder(ports.files, dir);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  for (;;) {
    const last = (await listNumbered(ports.files, dir)).at(-1) ?? '0';
    const name = `${String(Number.parseInt(last, 10) + 1).padStart(4, '0')}.json`;
    if ((await publishOnce(ports, join(dir, name), [text])) === 'ours') return;
  }
}

/** The names of the records in order; none if the folder does not exist. */
export async function listNumbered(files: FilePort, dir: string): Promise<string[]> {
  const names = (await unless(['ENOENT'], files.list(dir))) ?? [];
  return names
    .filter((name) => namePattern.test(name))
    .sort((one, other) => Number.parseInt(one) - Number.parseInt(other));
}
