import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { verifyRun } from '../../src/store/verify-run.js';
import { emptyDir } from './empty-dir.js';
import { ended, startChild } from './run-child.js';
import { openTownHall, planned, runOptions } from '../town-hall/records.js';

const turns = 300;

/** Every turn that was ever said to be on disk, with all the nonces that were said to be its text. */
async function acknowledged(file: string): Promise<Map<number, Set<string>>> {
  const turns = new Map<number, Set<string>>();
  for (const line of (await readFile(file, 'utf8')).split('\n').slice(0, -1)) {
    const [turn, nonce = ''] = line.split(' ');
    turns.set(Number(turn), (turns.get(Number(turn)) ?? new Set()).add(nonce));
  }
  return turns;
}

describe('a process killed while it makes a discussion', () => {
  test('when it is killed again and again, then every acknowledged turn is in the published document', async () => {
    const dir = await emptyDir();
    const log = join(await emptyDir(), 'acknowledged');
    for (let kill = 0; kill < 6; kill++) {
      const child = startChild('make-discussion', [dir, log, String(turns)]);
      const over = ended(child);
      child.stdout?.once('data', () => void delay(5 + kill * 15).then(() => child.kill('SIGKILL')));
      await over;
    }
    const known = await acknowledged(log);
    expect(known.size).toBeGreaterThan(10);
    expect((await ended(startChild('make-discussion', [dir, log, String(turns)]))).code).toBe(0);
    const store = await openTownHall(dir, { shard: 'none' });
    const { logs } = (await store.readPublished('discussion', planned(1).id)) as { logs: { text: string }[] };
    expect(logs).toHaveLength(turns);
    for (const [turn, nonces] of known) expect([...nonces]).toEqual([logs[turn]?.text.split(' ', 1).join()]);
    expect((await verifyRun(runOptions(dir))).problems).toEqual([]);
    expect((await readdir(join(dir, 'discussions'))).filter((name) => !name.startsWith('.'))).toHaveLength(1);
  });
});
