import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateInMemory, newSaid, runDir, type InMemoryRun } from '../in-memory-run.js';
import { loadProgram } from '../load-program.js';
import { ModelDisk } from '../model-disk.js';
import { resumeAndCheck } from '../check-town.js';
import { killGroup, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { buildTown } from '../town.js';
import { setTimeout as delay } from 'node:timers/promises';

const dir = `${runDir}/journal/discussions`;
const jobs = 2;
const turns = 4;

type Library = Awaited<ReturnType<typeof loadProgram>>;

/** Journals that somebody or something changed: no crash, and no comment published that was not made for its place. */
export const damagedJournals: Row = {
  name: 'damaged journals',
  async run(tier) {
    const library = await loadProgram();
    const seeds = tier.count(1000, 200_000);
    const violations = await tryAll(range(seeds), 1, async (index) => {
      const found = await damageAndResume(library, openRandom(tier.seed * 999_983 + index));
      return found.map((violation) => `seed ${index}: ${violation}`);
    });
    violations.push(...(await tryAll(range(tier.count(1, 10)), 1, hugeLine)));
    return { faults: seeds + tier.count(1, 10), violations, note: 'among them a line of 200 MB' };
  },
};

async function damageAndResume(library: Library, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  const made = new Map<string, Set<string>>();
  let nonce = 0;
  const speak = (job: number, index: number): string => {
    const text = `<${job}/${index}/${nonce++}> Fewer cars, please.`;
    made.set(`${job}/${index}`, (made.get(`${job}/${index}`) ?? new Set()).add(text));
    return text;
  };
  const run: InMemoryRun = { files: disk.files, jobs, turns, speak, said: newSaid() };
  await disk.files.makeDir('/town');
  disk.cutAfter(90 + random.integer(50));
  await generateInMemory(library, run).catch(() => undefined);
  disk.cutAfter(Infinity);
  for (const name of await disk.files.list(dir).catch(() => [])) {
    if (random.chance(0.7)) disk.tamper(`${dir}/${name}`, (bytes) => damage(bytes, random));
  }
  await generateInMemory(library, { ...run, said: newSaid() });
  return wrongComments(disk, made);
}

async function wrongComments(disk: ModelDisk, made: ReadonlyMap<string, ReadonlySet<string>>): Promise<string[]> {
  const wrong: string[] = [];
  for (let job = 0; job < jobs; job++) {
    const file = await disk.files.openInput(`${runDir}/discussions/town-hall-${String(job + 1).padStart(4, '0')}.json`);
    const into = Buffer.alloc(1 << 18);
    const text = into.toString('utf8', 0, await file.read(into, 0));
    const { logs } = JSON.parse(text) as { logs: { raw_text?: string; turn: number }[] };
    const spoken = logs.filter(({ raw_text }) => raw_text !== undefined);
    if (spoken.length !== turns) wrong.push(`job ${job} has ${spoken.length} turns`);
    for (const { raw_text = '', turn } of spoken) {
      if (!made.get(`${job}/${turn}`)?.has(raw_text)) wrong.push(`turn ${turn} of job ${job} holds ${raw_text}`);
    }
  }
  return wrong;
}

function damage(bytes: Buffer, random: Random): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const [one, other] = [random.integer(lines.length), random.integer(lines.length)];
  switch (random.integer(7)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      const at = random.integer(Math.max(1, bytes.length));
      if (bytes.length > 0) flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.integer(8)), at);
      return flipped;
    }
    case 1:
      return bytes.subarray(0, random.integer(bytes.length + 1));
    case 2:
      lines.splice(one, 0, lines[other] ?? '');
      break;
    case 3:
      [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
      break;
    case 4:
      lines.splice(one, 0, '{"kind":"completion","index":1,"try":0,"sum":"0123456789abcdef"}');
      break;
    case 5:
      // A comment exchanged for another's, as a person with an editor would.
      return Buffer.from(bytes.toString('latin1').replaceAll('<0/1/', '<0/2/').replaceAll('<1/1/', '<1/3/'), 'latin1');
    default:
      lines.splice(one, 1);
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** On a real disk, because that is what must be read: 200 MB without a line feed. */
async function hugeLine(): Promise<string[]> {
  const town = await buildTown({ jobs: 2, turns: 4, delayMs: 60 });
  const { child, exit } = start(town);
  const journals = join(town.runDir, 'journal/discussions');
  while (child.exitCode === null && (await readdir(journals).catch(() => [])).length < town.jobs) await delay(5);
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
