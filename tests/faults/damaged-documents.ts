import { dirname } from 'node:path';
import { sealDocument } from '../../src/document-sum.js';
import { codeOf } from './full-model-disk.js';
import { discussionIds, generateInMemory, openOptions, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid, textsOf } from './said.js';

const jobs = 2;
const pathOf = (id: string): string => `${runDir}/discussions/${id}.json`;

interface Town {
  disk: ModelDisk;
  run: InMemoryRun;
}

/** While a job is made, something else comes to stand under its document's name: told, left alone, and nothing lost. */
export async function meetIntruder(library: Program, random: Random): Promise<string[]> {
  const victim = random.pick(['town-hall-0001', 'town-hall-0002']);
  const text = intruder(victim, random);
  let calls = 0;
  const at = 1 + random.integer(4);
  const { disk, run } = await openTown((id, town) => {
    if (id === victim && ++calls === at) town.put(pathOf(victim), text);
  });
  const code = await codeOf(generateInMemory(library, run));
  const wrong = code.startsWith('SYNDISCO_PUBLISHED_') ? [] : [`${text.slice(0, 20)} in its place was told as ${code}`];
  if (disk.text(pathOf(victim)) !== text) wrong.push(`what stood in the place of ${victim} was replaced`);
  disk.takeAway(pathOf(victim));
  await generateInMemory(library, run);
  return [...wrong, ...run.said.violations, ...lostComments(disk, run)];
}

/** A document of another plan lies in the folder before anything is made: told, left alone, and nothing is asked for. */
export async function findForeign(library: Program, random: Random): Promise<string[]> {
  const asked: string[] = [];
  const { disk, run } = await openTown((id) => asked.push(id));
  const victim = random.pick(['town-hall-0001', 'town-hall-0002']);
  const other = { id: victim, experiment: 'town-hall', specification: { seed: 41 }, job_hash: '0'.repeat(64) };
  const text = sealDocument(other);
  for (const dir of [runDir, dirname(pathOf(victim))]) await disk.files.makeDir(dir);
  disk.put(pathOf(victim), text);
  const code = await codeOf(generateInMemory(library, run));
  const wrong = code === 'SYNDISCO_PUBLISHED_FOREIGN' ? [] : [`another plan's ${victim} was told as ${code}`];
  if (asked.length > 0) wrong.push(`${asked.length} requests were made beside another plan's ${victim}`);
  if (disk.text(pathOf(victim)) !== text) wrong.push(`another plan's ${victim} was replaced`);
  disk.takeAway(pathOf(victim));
  await generateInMemory(library, run);
  return [...wrong, ...run.said.violations, ...lostComments(disk, run)];
}

/** Clean keeps the journals of a document that is not as it was published, and they make it anew once it is moved away. */
export async function cleanBesideDamage(library: Program, random: Random): Promise<string[]> {
  const { disk, run } = await openTown(() => undefined);
  await generateInMemory(library, run);
  const victim = random.pick(['town-hall-0001', 'town-hall-0002']);
  const whole = disk.text(pathOf(victim));
  const cut = whole.slice(0, 0.9 * random.integer(whole.length));
  const text = random.pick([intruder(victim, random), cut, whole.replace('Fewer cars', 'Many more cars')]);
  disk.put(pathOf(victim), text);
  const code = await codeOf(library.cleanRun(openOptions(disk.files)).then(() => undefined));
  const wrong = code.startsWith('SYNDISCO_PUBLISHED_') ? [] : [`clean beside damage: ${code}`];
  disk.takeAway(pathOf(victim));
  await generateInMemory(library, run);
  return [...wrong, ...run.said.violations, ...lostComments(disk, run)];
}

/** `watch` is called before each reply. */
async function openTown(watch: (id: string, disk: ModelDisk) => void): Promise<Town> {
  const disk = new ModelDisk();
  let nonce = 0;
  const speak = (id: string, index: number): string => {
    watch(id, disk);
    return `<${id}/${index}/${nonce++}> Fewer cars, please.`;
  };
  await disk.files.makeDir('/town');
  return { disk, run: { files: disk.files, jobs, turns: 4, speak, said: newSaid() } };
}

function intruder(id: string, random: Random): string {
  const other = { id: 'town-hall-0009', job_hash: '0'.repeat(64), logs: [] };
  return random.pick(['', '{"id": ', 'null', '[]', JSON.stringify(other), JSON.stringify({ ...other, id })]);
}

function lostComments(disk: ModelDisk, { said }: InMemoryRun): string[] {
  const texts = new Map(discussionIds(jobs).map((id) => [id, textsOf(JSON.parse(disk.text(pathOf(id))))]));
  const lost = [...said.acknowledged].filter(([turn, text]) => !texts.get(turn.split('/')[0] ?? '')?.includes(text));
  return lost.map(([turn, text]) => `acknowledged ${text} is not in ${turn}`);
}
