import { compareDisk } from './compare-disk.js';
import { generateInMemory, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid } from './said.js';
import { pause } from './slow-port.js';

/** So many bytes does a whole run of `openTown` write, about. */
export const bytesOfRun = 24_000;

/** What a person may free at once. */
const enough = 1_000_000;
/** Of a job; a run that cannot even be opened or planned ends at once. */
const isWaitedFor = /\/(journal|discussions|annotations)\//;

/** The disk is full after `offset` bytes, in the middle of whatever is written there; sometimes a little is freed meanwhile. */
export async function fillModelDisk(library: Program, random: Random, offset: number): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  await disk.files.makeDir('/town');
  const isStopped = random.chance(0.5);
  if (isStopped) await stopSomewhere(library, { disk, run, random });
  const freed = random.chance(0.3) ? [enough] : freedRooms(random);
  disk.limitRoom(offset, freed);
  const code = await codeOf(generateInMemory(library, run));
  const wrong = ['', 'SYNDISCO_DISK_FULL'].includes(code) ? [] : [`full after ${offset} bytes: ${code}`];
  disk.limitRoom(Infinity);
  const mustWait = freed[0] === enough && [...disk.filled].every((path) => isWaitedFor.test(path));
  if (code !== '' && mustWait) wrong.push(`there was room again for ${[...disk.filled].join()}, and the run has ended`);
  if (!isStopped) wrong.push(...(await leftTemps(disk)));
  wrong.push(...(await doubledRecords(disk)));
  disk.revive();
  await generateInMemory(library, run);
  const found = [...wrong, ...run.said.violations, ...(await compareDisk(disk, run))];
  return found.map((violation) => `full after ${offset} bytes: ${violation}`);
}

/** Replies take a while, so that some come while the disk is full. */
function openTown({ files }: ModelDisk, random: Random): InMemoryRun {
  let nonce = 0;
  const annotated = random.chance(0.25);
  const speak = async (job: string, index: number): Promise<string> => {
    await pause(random);
    return `<${job}/${index}/${nonce++}> ${'Fewer cars. '.repeat(20)}`;
  };
  return { files, jobs: 2, turns: 3, annotated, speak, said: newSaid() };
}

interface Begun {
  disk: ModelDisk;
  run: InMemoryRun;
  random: Random;
}

async function stopSomewhere(library: Program, { disk, run, random }: Begun): Promise<void> {
  disk.cutAfter(random.integer(150));
  await generateInMemory(library, run).catch(() => undefined);
  disk.revive();
}

/** Of a process that ended by itself. */
async function leftTemps(disk: ModelDisk): Promise<string[]> {
  const folders = ['', '/plan', '/models', '/discussions', '/annotations', '/inputs'];
  const lists = await Promise.all(folders.map((folder) => disk.files.list(`${runDir}${folder}`).catch(() => [])));
  return lists.flat().flatMap((name) => (name.endsWith('.tmp') ? [`${name} was left behind`] : []));
}

/** One attempt holds the answer to a request once, also if it had to take over from another. */
async function doubledRecords(disk: ModelDisk): Promise<string[]> {
  const found: string[] = [];
  for (const kind of ['discussions', 'annotations']) {
    const dir = `${runDir}/journal/${kind}`;
    for (const name of await disk.files.list(dir).catch(() => [])) {
      const keys = [...disk.text(`${dir}/${name}`).matchAll(/^\{"kind":"completion","index":\d+,"try":\d+/gm)].map(
        String,
      );
      if (new Set(keys).size < keys.length) found.push(`${name} holds an answer twice`);
    }
  }
  return found;
}

function freedRooms(random: Random): number[] {
  return Array.from({ length: random.integer(4) }, () => random.integer(3000));
}

/** The code of the error that a run ended with; empty when there was none. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
