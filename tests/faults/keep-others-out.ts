import type { FilePort } from '../../src/store/disk/file-port.js';
import type { Shard } from '../../src/store/locks/shard-lock.js';
import { codeOf } from './full-model-disk.js';
import { generateInMemory, openOptions, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid } from './said.js';

const busy = 'SYNDISCO_RUN_BUSY';

/** While a run has its lock, from its first step to its last, those whose work would overlap are told that it is busy. */
export async function keepOthersOut(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir('/town');
  const shard = { index: 1, count: random.pick([1, 2]) };
  const fails = random.chance(0.3);
  const others = { ...openOthers(library, disk, random), own: shard };
  const speak = (job: string, index: number): string => {
    if (fails && index === 2) throw new Error('CUDA error');
    return `<${job}/${index}/0> Fewer cars, please.`;
  };
  const files = meeting(disk.files, others);
  const run: InMemoryRun = { files, jobs: 4, turns: 3, annotated: true, speak, said: newSaid(), shard };
  await codeOf(generateInMemory(library, run));
  const after = await others.ask({ index: 1, count: 1 });
  const kept = (await disk.files.list(`${runDir}/shards`)).filter((name) => !name.endsWith('.json'));
  return [
    ...others.found,
    ...(after === '' ? [] : [`after the run has ended, the run directory is not free: ${after}`]),
    ...kept.map((name) => `${name} was left behind`),
  ];
}

interface Others {
  own: Shard;
  random: Random;
  found: string[];
  /** The error of one who opens the run directory meanwhile; empty when there was none. */
  readonly ask: (shard: Shard) => Promise<string>;
}

function openOthers(library: Program, disk: ModelDisk, random: Random): Omit<Others, 'own'> {
  const ask = (shard: Shard): Promise<string> =>
    codeOf(library.openRun(openOptions(disk.files, shard)).then((store) => store.close()));
  return { random, found: [], ask };
}

async function comeBy(what: string, { own, random, found, ask }: Others): Promise<void> {
  const shard = random.pick([own, { index: 1, count: own.count + 1 }]);
  const code = await ask(shard);
  if (code !== busy) found.push(`${what}, shard ${shard.index}/${shard.count} was told ${code || 'nothing'}`);
  if (own.count === 1) return;
  const beside = await ask({ ...own, index: own.index + 1 });
  if (beside !== '') found.push(`${what}, the other shard was told ${beside}`);
}

/** At some of the steps, once the first document is there at the latest, somebody else comes. */
function meeting(files: FilePort, others: Others): FilePort {
  let isHeld = false;
  // One after the other: two who come at once may be in each other's way.
  let last = Promise.resolve();
  const meet = async (what: string, share: number): Promise<void> => {
    if (!isHeld || !others.random.chance(share)) return;
    last = last.then(() => comeBy(what, others));
    await last;
  };
  return {
    ...files,
    createExclusive: async (path) => {
      // Journals are begun, and status.json is written, between taking the lock and giving it back.
      if (path.includes('/journal/')) isHeld = true;
      await meet(`at the creation of ${path}`, 0.1);
      return files.createExclusive(path);
    },
    link: async (existing, path) => {
      await files.link(existing, path);
      await meet(`after ${path} was published`, 0.5);
    },
    unlink: async (path) => {
      if (path.endsWith('.lock')) isHeld = false;
      await files.unlink(path);
    },
  };
}
