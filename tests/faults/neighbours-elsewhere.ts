import { open, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { loadProgram } from './load-program.js';
import type { Town } from './town.js';

const timing = { pollMs: 5, beatMs: 20 };
/** As long as a slow machine may take for a beat; nobody waits for it while there is one. */
const patientMs = 5000;
const hastyMs = 100;

/**
 * An owner on another machine, as far as its lock says: busy while its beat goes on, free when it has stopped. Owner and
 * neighbour share one process, so a slow machine slows both alike.
 */
export async function neighboursElsewhere({ runDir }: Town): Promise<string[]> {
  const { openRun } = await loadProgram();
  const options = {
    dir: runDir,
    discussionsDir: join(runDir, 'discussions'),
    annotationsDir: join(runDir, 'annotations'),
    identity: { experiment: 'town-hall', seed: 7, plan_version: 4, tool_version: '0', facts: {} },
    configText: '',
    log: () => undefined,
    durable: false,
  };
  const ask = async (staleAfterMs: number): Promise<string> => {
    try {
      await (await openRun({ ...options, timing: { ...timing, staleAfterMs } })).close();
      return 'free';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  };
  const owner = await openRun({ ...options, timing });
  const name = await moveAway(join(runDir, 'shards'));
  const beside = await ask(patientMs);
  const wrong = beside === 'SYNDISCO_RUN_BUSY' ? [] : [`beside an owner elsewhere: ${beside}`];
  await owner.close();
  await leaveBehind(join(runDir, 'shards', name));
  const after = await ask(hastyMs);
  return after === 'free' ? wrong : [...wrong, `after an owner elsewhere died: ${after}`];
}

/** The lock now names another machine; the owner's open file goes on beating in it. */
async function moveAway(shards: string): Promise<string> {
  const [name = ''] = await readdir(shards);
  const file = await open(join(shards, name), 'r+');
  const text = (await file.readFile('utf8')).replace(
    `"host":"${hostname()}`,
    `"host":"${'n'.repeat(hostname().length)}`,
  );
  await file.write(text, 0);
  await file.close();
  return name;
}

async function leaveBehind(lock: string): Promise<void> {
  const holder = { host: 'elsewhere', pid: 1, pid_namespace: null, start_ticks: null, boot_id: null, since: '' };
  const file = await open(lock, 'w');
  await file.writeFile(`${JSON.stringify({ ...holder, since: '2026-02-14T16:20:00.000Z' })}\n`);
  await file.close();
}
