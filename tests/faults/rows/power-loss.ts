import { compareDisk } from '../compare-disk.js';
import { generateInMemory, openOptions, runDir, type InMemoryRun } from '../in-memory-run.js';
import { loadProgram, type Program } from '../load-program.js';
import { ModelDisk, PowerLoss } from '../model-disk.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { readLedger } from '../../../src/store/records/cleaned-ledger.js';
import { modelFile } from '../../../src/store/records/model-file.js';
import { newSaid } from '../said.js';

const cutsPerSeed = 3;

/** Of fifty seeds; all others lose power at any moment. */
const plays = [loseGrownPlan, loseCleanedDocument, loseRecord, loseRecord, loseRecord, dieOften];

interface Counted {
  cuts: number;
  steps: number;
}

/** The power goes in the middle of anything, several times, on a disk that keeps only what was synced. */
export const powerLoss: Row = {
  name: 'power loss (model disk)',
  shareOfTests: 0.2,
  async run(tier) {
    const library = await loadProgram();
    const seeds = partOf(tier, range(tier.count(2000, 500_000)));
    const counted = { cuts: 0, steps: 0 };
    const violations = await tryAll(seeds, 1, async (index) => {
      const play = plays[index % 50] ?? losePower;
      const found = await play(library, openRandom(seedOf(tier, index)), counted);
      return found.map((violation) => `seed ${index}: ${violation}`);
    });
    return { faults: seeds.length, violations, note: `${counted.cuts} power losses and kills, ${counted.steps} steps` };
  },
};

async function losePower(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  const growsAt = random.integer(2 * cutsPerSeed);
  await disk.files.makeDir('/town');
  await disk.files.syncDir('/');
  for (let cut = 0; cut < cutsPerSeed; cut++) {
    if (cut === growsAt) run.jobs += 1;
    disk.cutAfter(random.integer(random.pick([8, 60, 160, 160])));
    await untilPowerLoss(async () => {
      if (random.chance(0.3)) await library.cleanRun(openOptions(disk.files));
      await generateInMemory(library, run);
      if (random.chance(0.5)) await library.cleanRun(openOptions(disk.files));
    });
    if (random.chance(0.4)) disk.revive();
    else disk.restart(random);
    run.said.violations.push(...(await lostDocuments(disk, run)), ...(await lostRecords(disk)));
    counted.cuts += 1;
  }
  await generateInMemory(library, run);
  counted.steps += disk.steps;
  return [...run.said.violations, ...(await compareDisk(disk, run))];
}

/** A process dies before the name of its plan is safe; the next one adds to that plan, and then the power goes. */
async function loseGrownPlan(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  await disk.files.makeDir('/town');
  await disk.files.syncDir('/');
  disk.cutAfterLink('0001.jsonl');
  await untilPowerLoss(() => generateInMemory(library, run));
  disk.revive();
  run.jobs += 1;
  disk.cutAfterLink('0002.jsonl');
  await untilPowerLoss(() => generateInMemory(library, run));
  disk.restart(random);
  counted.cuts += 2;
  await generateInMemory(library, run);
  return [...run.said.violations, ...(await compareDisk(disk, run))];
}

/** A process dies before the name of a document is safe; its journals are cleaned away, and then the power goes. */
async function loseCleanedDocument(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  await disk.files.makeDir('/town');
  await disk.files.syncDir('/');
  disk.cutAfterLink('town-hall-0001.json');
  await untilPowerLoss(() => generateInMemory(library, run));
  disk.revive();
  await library.cleanRun(openOptions(disk.files));
  disk.restart(random);
  counted.cuts += 2;
  await generateInMemory(library, run);
  return [...run.said.violations, ...(await compareDisk(disk, run))];
}

/** A process dies before the name of an input's copy or of a model's record is safe; the next one goes on, and then the power goes. */
async function loseRecord(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  await disk.files.makeDir('/town');
  await disk.files.syncDir('/');
  disk.cutAfterLink(random.pick(['-free-buses.txt', modelFile('', 'scripted')]));
  await untilPowerLoss(() => generateInMemory(library, run));
  disk.revive();
  disk.cutAfterLink('town-hall-0001.json');
  await untilPowerLoss(() => generateInMemory(library, run));
  disk.restart(random);
  counted.cuts += 2;
  run.said.violations.push(...(await lostRecords(disk)));
  await generateInMemory(library, run);
  return [...run.said.violations, ...(await compareDisk(disk, run))];
}

/** Twelve processes die before their first reply, so that attempts have numbers of two digits. */
async function dieOften(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random);
  await disk.files.makeDir('/town');
  await disk.files.syncDir('/');
  const speak = (): never => {
    disk.cutAfter(0);
    throw new PowerLoss('the power is gone');
  };
  for (let death = 0; death < 12; death++) {
    await untilPowerLoss(() => generateInMemory(library, { ...run, speak }));
    disk.revive();
    counted.cuts += 1;
  }
  await generateInMemory(library, run);
  return [...run.said.violations, ...(await compareDisk(disk, run))];
}

/** In one of fifty, comments are long enough to fill a temp file's buffer more than once. */
function openTown({ files }: ModelDisk, random: Random): InMemoryRun {
  let nonce = 0;
  const annotated = random.chance(0.25);
  const padding = random.chance(0.02) ? ' please'.repeat(20_000) : '';
  const speak = (job: string, index: number): string => `<${job}/${index}/${nonce++}> Fewer cars,${padding} please.`;
  return { files, jobs: 2, turns: 3, annotated, speak, said: newSaid() };
}

/** What was reported published is there at once, and not only when it was made again. */
async function lostDocuments({ files }: ModelDisk, { said }: InMemoryRun): Promise<string[]> {
  if (said.published.size === 0) return [];
  const folders = await Promise.all(['discussions', 'annotations'].map((name) => files.list(`${runDir}/${name}`)));
  const names = folders.flat();
  const lost = [...said.published.keys()].filter((id) => !names.includes(`${id}.json`));
  return lost.map((id) => `${id} was published, and its name is lost`);
}

/** What a record must say before something is done: the model before a journal is begun, the ledger before one goes. */
async function lostRecords({ files }: ModelDisk): Promise<string[]> {
  const list = (folder: string): Promise<string[]> => files.list(`${runDir}/${folder}`).catch(() => []);
  const ofJobs = async (folder: string): Promise<string[]> =>
    (await list(folder)).map((name) => name.split('.')[0] ?? '');
  const [models, begun, done] = [
    await list('models'),
    await ofJobs('journal/discussions'),
    await ofJobs('discussions'),
  ];
  const wrong = begun.length > 0 && models.length === 0 ? ['a journal was begun, and its model is not recorded'] : [];
  const { sums } = await readLedger(files, `${runDir}/cleaned`);
  const lost = done.filter((job) => job !== '' && !begun.includes(job) && !sums.discussion.has(job));
  return [...wrong, ...lost.map((job) => `${job} has no journal, and the ledger does not have it`)];
}

/** Whatever ends a run whose disk is gone is right; what ends it while the disk is there is not. */
async function untilPowerLoss(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isPowerLoss(error)) throw error;
  }
}

function isPowerLoss(error: unknown): boolean {
  if (error instanceof PowerLoss) return true;
  return error instanceof Error && (error.message.includes('the power is gone') || isPowerLoss(error.cause));
}
