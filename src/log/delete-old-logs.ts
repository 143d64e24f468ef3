import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const ourName = /^syndisco-(\d{4})-(\d\d)-(\d\d)(?:\.\d+)?\.log$/;

/**
 * Deletes our log files that are more than `keepDays` days old by the date in their name. Leaves all other files alone.
 */
export async function deleteOldLogs(dir: string, keepDays: number, today = new Date()): Promise<void> {
  const oldest = new Date(today.getFullYear(), today.getMonth(), today.getDate() - keepDays).getTime();
  for (const name of await readdir(dir)) {
    const [, year, month, day] = ourName.exec(name) ?? [];
    if (year && new Date(Number(year), Number(month) - 1, Number(day)).getTime() < oldest) {
      // Another process may have deleted it first.
      await unlink(join(dir, name)).catch(() => undefined);
    }
  }
}
