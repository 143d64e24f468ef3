import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Town } from './town.js';

/** Where what is published lies; the run directory itself holds run.json and config.yaml. */
const folders = ['discussions', 'annotations', 'plan', 'models', '.'];
const isDerived = (name: string): boolean => name.startsWith('.') || name === 'status.json';

/** Watches published files while processes run: one that is replaced, even by an equal one, or goes away, is told. */
export function watchPublished({ runDir }: Town): { end(): Promise<string[]> } {
  const known = new Map<string, number>();
  const violations = new Set<string>();
  let isOver = false;

  async function look(folder: string): Promise<void> {
    const entries = await readdir(join(runDir, folder), { withFileTypes: true }).catch(() => []);
    const files = entries
      .filter((entry) => entry.isFile() && !isDerived(entry.name))
      .map(({ name }) => join(folder, name));
    for (const file of known.keys()) {
      if (join(file, '..') === join(folder) && !files.includes(file)) violations.add(`the finished ${file} went away`);
    }
    for (const file of files) {
      const { ino } = await stat(join(runDir, file));
      if ((known.get(file) ?? ino) !== ino) violations.add(`the finished ${file} was replaced`);
      known.set(file, ino);
    }
  }

  async function watch(): Promise<void> {
    while (!isOver) {
      for (const folder of folders) await look(folder);
      await delay(3);
    }
    for (const folder of folders) await look(folder);
  }

  const watching = watch();
  return {
    async end() {
      isOver = true;
      await watching;
      return [...violations];
    },
  };
}
