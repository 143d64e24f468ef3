import { setImmediate as turn } from 'node:timers/promises';
import type { Failure } from '../../src/generated/failure.js';
import { runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid } from './said.js';

const turns = 3;
/** Of a request, before its job is given up. */
export const tries = 3;
/** Of an engine that tries for itself. */
export const triesOfEngine = 7;

/** One request of the engine goes wrong. */
export interface Trouble {
  kind: 'error' | 'refused' | 'exhausted' | 'unreadable';
  /** So often, or for ever. */
  times: number;
}

export interface TroubledTown {
  library: Program;
  disk: ModelDisk;
  run: InMemoryRun;
  random: Random;
  /** By `<job id>/<index>`; emptied when the engine is repaired. */
  troubles: Map<string, Trouble>;
  /** How often each request got its answer. No process dies, so once is enough. */
  answered: Map<string, number>;
  asked: number;
}

export async function openTown(library: Program, random: Random, jobs: number): Promise<TroubledTown> {
  const disk = new ModelDisk();
  await disk.files.makeDir('/town');
  const rules = { retryDelaysMs: Array.from({ length: tries - 1 }, () => 0) };
  const run: InMemoryRun = { files: disk.files, jobs, turns, annotated: true, speak, said: newSaid(), rules };
  const town: TroubledTown = { library, disk, random, run, troubles: new Map(), answered: new Map(), asked: 0 };
  let nonce = 0;
  return town;

  async function speak(job: string, index: number): Promise<string> {
    const request = `${job}/${index}`;
    town.asked += 1;
    for (let left = random.integer(4); left > 0; left -= 1) await turn();
    const trouble = town.troubles.get(request);
    if (trouble && trouble.times > 0) {
      trouble.times -= 1;
      return fail(library, trouble);
    }
    town.answered.set(request, (town.answered.get(request) ?? 0) + 1);
    return `<${request}/${nonce++}> Fewer cars, please.`;
  }
}

function fail(library: Program, { kind }: Trouble): string {
  if (kind === 'refused') throw new library.RefusedRequest('this prompt is refused');
  if (kind === 'exhausted') throw new library.ExhaustedRequest('the server is busy', triesOfEngine);
  // No reader of a journal would accept it.
  if (kind === 'unreadable') return 42 as unknown as string;
  throw new Error('CUDA error');
}

export async function readStories(disk: ModelDisk): Promise<Map<string, Failure>> {
  const stories = new Map<string, Failure>();
  for (const job of await namesIn(disk, ['failures'])) {
    stories.set(job, JSON.parse(disk.text(`${runDir}/failures/${job}.json`)) as Failure);
  }
  return stories;
}

/** Job ids. */
export async function namesIn(disk: ModelDisk, folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(folders.map((folder) => disk.files.list(`${runDir}/${folder}`)));
  return lists.flat().flatMap((name) => (name.startsWith('.') ? [] : [name.replace(/\.json$/, '')]));
}

export function answeredTwice({ answered }: TroubledTown): string[] {
  return [...answered]
    .filter(([, times]) => times > 1)
    .map(([request]) => `${request} was answered, and asked for again`);
}
