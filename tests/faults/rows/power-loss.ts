import { verifyRun } from '../../../src/store/verify-run.js';
import { generateInMemory, openOptions, runDir, type InMemoryRun } from '../in-memory-run.js';
import { loadProgram, type Program } from '../load-program.js';
import { ModelDisk, PowerLoss } from '../model-disk.js';
import { openRandom, type Random } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { newSaid, textsOf } from '../said.js';

const cutsPerSeed = 3;
const excused = 'SYNDISCO_JOURNAL_DAMAGED';

interface Counted {
  cuts: number;
  steps: number;
}

/** The power goes in the middle of anything, several times, on a disk that keeps only what was synced. */
export const powerLoss: Row = {
  name: 'power loss (model disk)',
  async run(tier) {
    const library = await loadProgram();
    const seeds = tier.count(5000, 500_000);
    const counted = { cuts: 0, steps: 0 };
    const violations = await tryAll(range(seeds), 1, async (index) => {
      const found = await losePower(library, openRandom(tier.seed * 1_000_003 + index), counted);
      return found.map((violation) => `seed ${index}: ${violation}`);
    });
    return { faults: seeds, violations, note: `${counted.cuts} power losses and kills, ${counted.steps} steps` };
  },
};

async function losePower(library: Program, random: Random, counted: Counted): Promise<string[]> {
  const disk = new ModelDisk();
  const run = openTown(disk, random.chance(0.25));
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
    run.said.violations.push(...(await lostDocuments(disk, run)));
    counted.cuts += 1;
  }
  await generateInMemory(library, run);
  counted.steps += disk.steps;
  return [...run.said.violations, ...(await compare(disk, run))];
}

function openTown({ files }: ModelDisk, annotated: boolean): InMemoryRun {
  let nonce = 0;
  const speak = (job: string, index: number): string => `<${job}/${index}/${nonce++}> Fewer cars, please.`;
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

/** Whatever ends a run whose disk is gone is right; what ends it while the disk is there is not. */
async function untilPowerLoss(work: () => Promise<void>): Promise<void> {
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

async function compare(disk: ModelDisk, { said, jobs, annotated }: InMemoryRun): Promise<string[]> {
  const dirs = { dir: runDir, discussionsDir: `${runDir}/discussions`, annotationsDir: `${runDir}/annotations` };
  const { published, problems } = await verifyRun({ ...dirs, files: disk.files });
  const found = problems.filter(({ code }) => code !== excused).map(({ what }) => `verify: ${what}`);
  if (published.discussion !== jobs) found.push(`${published.discussion} of ${jobs} discussions are published`);
  if (annotated && published.annotation !== jobs) found.push(`${published.annotation} of ${jobs} are annotated`);
  const documents = await readTexts(disk);
  for (const [id, texts] of said.published) {
    if (documents.get(id) !== texts) found.push(`${id} was published with ${texts} and is ${documents.get(id) ?? '?'}`);
  }
  for (const [turn, text] of said.acknowledged) {
    const [id = '', index = ''] = turn.split('/');
    const texts = JSON.parse(documents.get(id) ?? '[]') as (string | null)[];
    if (texts[Number(index)] !== text) found.push(`acknowledged ${text} is not turn ${index} of ${id}`);
  }
  return found;
}

async function readTexts(disk: ModelDisk): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const dir of [`${runDir}/discussions`, `${runDir}/annotations`]) {
    const names = await disk.files.list(dir);
    for (const name of names.filter((one) => !one.startsWith('.'))) {
      texts.set(name.replace(/\.json$/, ''), textsOf(JSON.parse(disk.text(`${dir}/${name}`))));
    }
  }
  return texts;
}
