import { hostname } from 'node:os';
import type { Program } from './load-program.js';
import { beforeRestart, ofDeadProcess } from './lock-races.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { range } from './row.js';
import { Killed, slowPort, type Course } from './slow-port.js';

const dir = '/town';
const path = `${dir}/town-hall-0001.json`;

/** Several processes publish under one name, with and without hard links; some die. One text stays, and who won knows it. */
export async function raceToPublish(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir(dir);
  const refusesLinks = random.chance(0.5);
  const race = { disk, random, refusesLinks, told: new Map<string, string>() };
  await Promise.all(range(2 + random.integer(3)).map((who) => publish(library, race, `text of ${who}`)));
  const last = 'text of the last';
  race.told.set(last, await library.publishOnce(quiet(disk.files), path, [last]));
  return [...judge(race), ...(await leftBehind(race))];
}

interface Race {
  disk: ModelDisk;
  random: Random;
  refusesLinks: boolean;
  /** What each text was told: `ours`, `taken` or `killed`. */
  told: Map<string, string>;
}

async function publish(library: Program, { disk, random, refusesLinks, told }: Race, text: string): Promise<void> {
  const course: Course = {
    random,
    killAfter: random.chance(0.3) ? random.integer(25) : Infinity,
    onKill: () => {
      for (const claim of claims) nameDead(disk, claim);
    },
    losesReplies: random.chance(0.2),
    refusesLinks,
  };
  const claims = new Set<string>();
  const files = slowPort(watchClaims(disk.files, claims), course);
  try {
    told.set(text, await library.publishOnce(quiet(files), path, [text]));
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    told.set(text, 'killed');
  }
}

/** Without links, a claim is created under its name. */
function watchClaims(files: ModelDisk['files'], claims: Set<string>): ModelDisk['files'] {
  return {
    ...files,
    createExclusive: async (name) => {
      const file = await files.createExclusive(name);
      if (name.endsWith('.claim')) claims.add(name);
      return file;
    },
  };
}

/** One whose process died before it had written who it is would be waited for, for five minutes. */
function nameDead(disk: ModelDisk, claim: string): void {
  const dead = { host: hostname(), pid: 1, pid_namespace: null, start_ticks: null, boot_id: '0', since: '' };
  const line = `${JSON.stringify({ ...dead, since: '2026-02-14T16:20:00.000Z' })}\n`;
  if (disk.has(claim))
    disk.tamper(claim, (bytes) => (bytes.length === 0 ? Buffer.from(line) : ofDeadProcess(bytes, beforeRestart)));
}

function quiet(files: ModelDisk['files']): Parameters<Program['publishOnce']>[0] {
  return { files, log: () => undefined };
}

function judge({ disk, told }: Race): string[] {
  const there = disk.text(path);
  const found = disk.replaced.has(path) ? ['a published file was replaced'] : [];
  for (const [text, answer] of told) {
    if (answer === 'ours' && text !== there) found.push(`${text} was told that it won, and ${there} is there`);
    if (answer === 'taken' && text === there) found.push(`${text} is there, and was told that it lost`);
  }
  return found;
}

async function leftBehind({ disk, told }: Race): Promise<string[]> {
  const names = (await disk.files.list(dir)).filter((name) => name.startsWith('.'));
  const isExcused = [...told.values()].includes('killed');
  return isExcused ? [] : names.map((name) => `${name} was left behind`);
}
