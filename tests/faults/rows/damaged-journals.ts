import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Discussion } from '../../../src/generated/discussion.js';
import { damage } from '../damage.js';
import { cleanBesideDamage, findForeign, meetIntruder } from '../damaged-documents.js';
import { discussionIds, generateInMemory, runDir, type InMemoryRun } from '../in-memory-run.js';
import { loadProgram, type Program } from '../load-program.js';
import { ModelDisk } from '../model-disk.js';
import { resumeAndCheck } from '../check-town.js';
import { isRunning, killGroup, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { newSaid } from '../said.js';
import { buildTown } from '../town.js';
import { setTimeout as delay } from 'node:timers/promises';

const dir = `${runDir}/journal/discussions`;
const jobs = 2;
const turns = 4;

/** Files that somebody or something changed: no crash, nothing replaced, no comment published that was not made for its place. */
export const damagedJournals: Row = {
  name: 'damaged journals and documents',
  shareOfTests: 0.25,
  async run(tier) {
    const library = await loadProgram();
    const seeds = partOf(tier, range(tier.only === 'hugeLine' ? 0 : tier.count(2000, 200_000)));
    const hugeLines = partOf(tier, range(tier.only === onModelDisk ? 0 : tier.count(1, 10)));
    const violations = await tryAll(seeds, 1, async (index) => {
      const play = plays[index % plays.length] ?? damageAndResume;
      const found = await play(library, openRandom(seedOf(tier, index)));
      return found.map((violation) => `seed ${index}: ${violation}`);
    });
    violations.push(...(await tryAll(hugeLines, 1, hugeLine)));
    return { faults: seeds.length + hugeLines.length, violations, note: `${hugeLines.length} lines of 200 MB` };
  },
};

/** `--only 'model disk'` leaves out the part that needs the program as it is packed. */
const onModelDisk = 'model disk';

const often = Array.from({ length: 8 }, () => damageAndResume);
/** Most of the damage is done to journals. */
const plays = [...often, meetIntruder, findForeign, cleanBesideDamage];

async function damageAndResume(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  const made = new Map<string, Set<string>>();
  let nonce = 0;
  const speak = (job: string, index: number): string => {
    const text = `<${job}/${index}/${nonce++}> Fewer cars, please.`;
    made.set(`${job}/${index}`, (made.get(`${job}/${index}`) ?? new Set()).add(text));
    return text;
  };
  const run: InMemoryRun = { files: disk.files, jobs, turns, speak, said: newSaid() };
  await disk.files.makeDir('/town');
  for (let attempt = 0; attempt < 1 + random.integer(2); attempt++) {
    disk.cutAfter(90 + random.integer(50));
    await generateInMemory(library, run).catch(() => undefined);
    disk.revive();
  }
  const damaged = await damageSome(disk, random);
  const acknowledged = [...run.said.acknowledged].filter(([turn]) => !damaged.some((name) => turn.startsWith(name)));
  const said = { ...newSaid(), acknowledged: new Map(acknowledged) };
  await generateInMemory(library, { ...run, said });
  return [...said.violations, ...wrongComments(disk, made)];
}

/** Resolves to the ids of the jobs whose journals are not what they were. */
async function damageSome(disk: ModelDisk, random: Random): Promise<string[]> {
  const names = await disk.files.list(dir).catch(() => []);
  const foreign = Buffer.from(disk.text(`${dir}/${names[random.integer(names.length)] ?? ''}`));
  const chosen = names.filter(() => random.chance(0.7));
  for (const name of chosen) disk.tamper(`${dir}/${name}`, (bytes) => damage(bytes, foreign, random));
  return chosen.map((name) => name.split('.')[0] ?? '');
}

function wrongComments(disk: ModelDisk, made: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const wrong: string[] = [];
  for (const id of discussionIds(jobs)) {
    const { logs } = JSON.parse(disk.text(`${runDir}/discussions/${id}.json`)) as Pick<Discussion, 'logs'>;
    const spoken = logs.filter(({ raw_text }) => raw_text !== undefined);
    if (spoken.length !== turns) wrong.push(`${id} has ${spoken.length} turns`);
    for (const { raw_text = '', turn } of spoken) {
      if (!made.get(`${id}/${turn}`)?.has(raw_text)) wrong.push(`turn ${turn} of ${id} holds ${raw_text}`);
    }
  }
  return wrong;
}

/** On a real disk, because that is what must be read: 200 MB without a line feed. */
async function hugeLine(): Promise<string[]> {
  const town = await buildTown({ jobs: 2, turns: 4, delayMs: 60 });
  const { child, exit } = start(town);
  const journals = join(town.runDir, 'journal/discussions');
  while (isRunning({ child }) && (await readdir(journals).catch(() => [])).length < town.jobs) await delay(5);
  await delay(100);
  killGroup(child, 'SIGKILL');
  await exit;
  for (const name of await readdir(journals)) {
    const file = await open(join(journals, name), 'r+');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
  }
  await writeFile(join(journals, 'town-hall-0001.0099.jsonl'), '');
  const found = await resumeAndCheck(town, { redone: 4 });
  return found.filter((violation) => !violation.startsWith('verify: '));
}
