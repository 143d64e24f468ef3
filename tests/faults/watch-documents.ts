import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Town } from './town.js';

/** Watches finished documents while processes run: one that is replaced, even by an equal one, or goes away, is told. */
export function watchDocuments({ runDir }: Town): { end(): Promise<string[]> } {
  const dir = join(runDir, 'discussions');
  const known = new Map<string, number>();
  const violations = new Set<string>();
  let isOver = false;

  async function look(): Promise<void> {
    const names = (await readdir(dir).catch(() => [])).filter((name) => !name.startsWith('.'));
    for (const name of known.keys()) if (!names.includes(name)) violations.add(`the finished ${name} went away`);
    for (const name of names) {
      const { ino } = await stat(join(dir, name));
      if ((known.get(name) ?? ino) !== ino) violations.add(`the finished ${name} was replaced`);
      known.set(name, ino);
    }
  }

  async function watch(): Promise<void> {
    while (!isOver) {
      await look();
      await delay(3);
    }
    await look();
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
