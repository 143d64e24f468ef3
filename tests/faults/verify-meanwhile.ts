import { setImmediate as turn } from 'node:timers/promises';
import type { FilePort } from '../../src/store/disk/file-port.js';
import { generateInMemory, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { openRun } from './side-by-side.js';
import { pause } from './slow-port.js';

/** Somebody verifies while a run is going on, and then grows: nothing is wrong, at any moment. */
export async function verifyMeanwhile(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir('/town');
  const quick = openRun(disk, random, 'one');
  // A reply and a new name take a turn of the event loop, or there would be no moment between two of them.
  const speak = async (job: string, index: number): Promise<string> => {
    await turn();
    return quick.speak(job, index);
  };
  const link: FilePort['link'] = (from, to) => quick.files.link(from, to).then(() => turn());
  const run: InMemoryRun = { ...quick, files: { ...quick.files, link }, speak, shard: { index: 1, count: 1 } };
  const making = generateInMemory(library, run).then(() => generateInMemory(library, { ...run, jobs: 3 }));
  const state = { isOver: false };
  void making.finally(() => (state.isOver = true)).catch(() => undefined);
  const dirs = { dir: runDir, discussionsDir: `${runDir}/discussions`, annotationsDir: `${runDir}/annotations` };
  const found = new Set<string>();
  while (!state.isOver) {
    await turn();
    // Before the plan there is no run directory.
    const segments = await disk.files.list(`${runDir}/plan`).catch((): string[] => []);
    if (!segments.includes('0001.jsonl')) continue;
    const { problems } = await library.verifyRun({ ...dirs, files: heldUpPort({ disk, random, state }) });
    for (const { what } of problems) found.add(what);
  }
  await making;
  return [...found].map((what) => `while the run was going on: ${what}`);
}

interface Meanwhile {
  disk: ModelDisk;
  random: Random;
  state: { isOver: boolean };
}

/** For a reader that is held up once, at any step, until the others have taken some, or many. */
function heldUpPort({ disk, random, state }: Meanwhile): FilePort {
  const { files } = disk;
  let stepsLeft = random.integer(random.pick([8, 60]));
  const wait = async (): Promise<void> => {
    await pause(random);
    stepsLeft -= 1;
    if (stepsLeft !== 0) return;
    const until = disk.steps + random.integer(random.pick([10, 80, 400]));
    for (let spin = 1; disk.steps < until && !state.isOver; spin += 1) await (spin % 1000 === 0 ? turn() : undefined);
  };
  return {
    ...files,
    openInput: (path) => wait().then(() => files.openInput(path)),
    list: (dir) => wait().then(() => files.list(dir)),
    stat: (path) => wait().then(() => files.stat(path)),
  };
}
