import { dirname } from 'node:path';
import type { FilePort } from '../../src/store/disk/file-port.js';
import type { VerifiedRun } from '../../src/store/verify-run.js';
import { answerOthers, reseal } from './damage.js';
import { codeOf } from './full-model-disk.js';
import { generateInMemory, jobsInMemory, openOptions, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid, textsOf } from './said.js';
import { slowPort } from './slow-port.js';

export interface Town {
  library: Program;
  disk: ModelDisk;
  run: InMemoryRun;
}

/** Every kind of file that is written once, and whether verify can tell that one is gone. */
const folders = {
  discussions: 'told',
  annotations: 'told',
  inputs: 'told',
  models: 'told',
  cleaned: 'may go',
  plan: 'told',
  '.': 'told',
  'journal/discussions': 'may go',
  'journal/annotations': 'may go',
} as const;

type Folder = keyof typeof folders;

/** One byte of a finished run is changed, or a file is gone: verify sees it, and nothing while nothing is wrong. */
export async function changeSomething(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, true);
  const found = await finishTown(town, random);
  const before = await verify(town);
  found.push(...before.problems.map(({ what }) => `of a run that is as it was left: ${what}`));
  const { path, folder } = await pickFile(town, random);
  const isGone = folders[folder] === 'told' && random.chance(0.3);
  if (isGone) town.disk.takeAway(path);
  else town.disk.tamper(path, (bytes) => flipOne(bytes, random));
  const after = await verify(town);
  const codes = after.problems.map(({ code }) => code).join();
  if (codes === '') found.push(`${path} was ${isGone ? 'taken away' : 'changed'}, and verify saw nothing`);
  const isDocument = folder === 'discussions' || folder === 'annotations';
  if (isDocument && !codes.includes('SYNDISCO_PUBLISHED_')) found.push(`a change of ${path} was told as ${codes}`);
  // What looks like another plan's is never made anew in its place.
  const isOurs = isDocument && !codes.includes('SYNDISCO_PUBLISHED_FOREIGN');
  return [...found, ...(isOurs ? await remake(town, { path, verified: after }) : [])];
}

/** A process dies as soon as its document has a name, and the document is lost: verify misses it, and the journal has it. */
export async function loseLastDocument(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, true);
  const victim = random.pick(['discussions/town-hall-0001', 'annotations/town-hall-0002--nora']);
  const path = `${runDir}/${victim}.json`;
  town.run.files = dyingPort(town.disk.files, random, path);
  const code = await codeOf(generateInMemory(library, town.run));
  town.disk.revive();
  if (code === '') return [`${victim} was not published`];
  town.run.said.published.set(victim.split('/')[1] ?? '', textsOf(JSON.parse(town.disk.text(path))));
  town.disk.takeAway(path);
  const verified = await verify(town);
  const isSeen = verified.problems.some((problem) => problem.code === 'SYNDISCO_PUBLISHED_MISSING');
  const wrong = isSeen ? [] : [`${victim} was finished and lost, and verify does not miss it`];
  return [...wrong, ...(await remake(town, { path, verified }))];
}

/** For a process that dies as soon as this name is there; what it has not waited for may come too late. */
function dyingPort(files: FilePort, random: Random, path: string): FilePort {
  const course = { random, killAfter: Infinity, onKill: () => undefined };
  const slow = slowPort(files, course);
  const link = async (from: string, to: string): Promise<void> => {
    await slow.link(from, to);
    if (to === path) course.killAfter = 0;
  };
  return { ...slow, link };
}

/** The journal of another attempt, or of another job, in the place of one: told. */
export async function exchangeJournals(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random.chance(0.5));
  const { disk, run } = town;
  for (const most of [50, 50]) {
    disk.cutAfter(80 + random.integer(most));
    await codeOf(generateInMemory(library, run));
    disk.revive();
  }
  await generateInMemory(library, run);
  const dir = `${runDir}/journal/discussions`;
  const names = await disk.files.list(dir);
  const [one, other] = [random.integer(names.length), random.integer(names.length)];
  if (one === other) return [];
  const text = disk.text(`${dir}/${names[other] ?? ''}`);
  disk.tamper(`${dir}/${names[one] ?? ''}`, () => Buffer.from(text));
  const { problems } = await verify(town);
  const isTold = problems.some(({ code }) => code === 'SYNDISCO_JOURNAL_DAMAGED');
  return isTold ? [] : [`${names[other] ?? ''} in the place of ${names[one] ?? ''}, and verify saw nothing`];
}

export async function openTown(library: Program, annotated: boolean): Promise<Town> {
  const disk = new ModelDisk();
  let nonce = 0;
  const speak = (job: string, index: number): string => `<${job}/${index}/${nonce++}> Fewer cars, please.`;
  await disk.files.makeDir('/town');
  const run: InMemoryRun = { files: disk.files, jobs: 2, turns: 3, annotated, speak, said: newSaid() };
  return { library, disk, run };
}

/** Some were cleaned, and some have grown since, so that plan and ledger have several segments. Resolves to what is wrong. */
export async function finishTown(town: Town, random: Random): Promise<string[]> {
  const { library, disk, run } = town;
  await generateInMemory(library, run);
  const found = (await disk.files.list(`${runDir}/inputs`)).length > 0 ? [] : ['no input was copied'];
  if (random.chance(0.3)) return found;
  found.push(...(await clean(town)));
  if (random.chance(0.3)) return found;
  run.jobs += 1;
  await generateInMemory(library, run);
  return [...found, ...(random.chance(0.5) ? await clean(town) : [])];
}

async function clean({ library, disk }: Town): Promise<string[]> {
  await library.cleanRun(openOptions(disk.files));
  const folders = ['discussions', 'annotations'].map((kind) => disk.files.list(`${runDir}/journal/${kind}`));
  return (await Promise.all(folders)).flat().map((name) => `${name} is left of a finished job`);
}

export async function verify({ library, disk }: Pick<Town, 'library' | 'disk'>): Promise<VerifiedRun> {
  const dirs = { dir: runDir, discussionsDir: `${runDir}/discussions`, annotationsDir: `${runDir}/annotations` };
  return library.verifyRun({ ...dirs, files: disk.files });
}

async function pickFile({ disk }: Town, random: Random): Promise<{ path: string; folder: Folder }> {
  const files: { path: string; folder: Folder }[] = [];
  for (const folder of Object.keys(folders) as Folder[]) {
    const dir = folder === '.' ? runDir : `${runDir}/${folder}`;
    const names = (await disk.files.list(dir)).filter((name) => /\.(jsonl?|yaml|txt)$/.test(name));
    const known = names.filter((name) => name !== 'status.json');
    files.push(...known.map((name) => ({ path: `${dir}/${name}`, folder })));
  }
  const chosen = random.pick([...new Set(files.map(({ folder }) => folder))] as [Folder, ...Folder[]]);
  const [first, ...others] = files.filter(({ folder }) => folder === chosen);
  if (!first) throw new Error('a run without files');
  return random.pick([first, ...others]);
}

/**
 * A bit, or a digit for another one, which leaves most files as readable as before; often of a number in the first line,
 * where a journal, a segment and the ledger have their counts. The last line feed of a journal may
 * be torn off by a kill.
 */
function flipOne(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const counts = [...(text.split('\n')[0] ?? '').matchAll(/(?<=:)[0-9]+(?=[,}])/g)];
  const digits = counts.length > 0 && random.chance(0.5) ? counts : [...text.matchAll(/[0-9]/g)];
  const { index } = digits[random.integer(digits.length)] ?? {};
  if (index !== undefined && random.chance(0.5)) return otherDigit(bytes, index);
  const flipped = Buffer.from(bytes);
  const at = random.integer(Math.max(1, bytes.length - 1));
  flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.integer(8)), at);
  return flipped;
}

function otherDigit(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(48 + ((bytes.readUInt8(at) - 48 + 1) % 10), at);
  return changed;
}

/** What has its journals can be made again, with the same texts, and nothing else can. */
async function remake(town: Town, { path, verified }: { path: string; verified: VerifiedRun }): Promise<string[]> {
  const { library, disk, run } = town;
  const id = /([^/]+)\.json$/.exec(path)?.[1] ?? '';
  const kind = path.includes('/annotations/') ? 'annotation' : 'discussion';
  const journals = await disk.files.list(`${runDir}/journal/${kind}s`);
  const hasJournal = journals.some((name) => name.startsWith(`${id}.`));
  const isPromised = verified.remakeable[kind].includes(id);
  if (hasJournal !== isPromised) return [`${id} ${hasJournal ? 'has' : 'has no'} journal; remakeable: ${isPromised}`];
  const job = (await jobsInMemory(library, run)).find(({ line }) => line.id === id);
  if (!isPromised || !job) return job ? [] : [`there is no job ${id}`];
  answerOthersFirst(disk, `${runDir}/journal/${kind}s/${id}`);
  const store = await library.openRun(openOptions(disk.files));
  const document = await library.replayJob(job, { store, now: () => new Date('2026-02-14T16:20:00Z') });
  const [texts, before] = [textsOf(document), run.said.published.get(id)];
  if (texts !== before) return [`${id} was ${before ?? '?'}, and its journal makes ${texts} of it`];
  // Of a process that died, other jobs may be finished and not published: repairing this one changes nothing of them.
  const others = verified.problems.map(({ what }) => what).filter((what) => !what.includes(id));
  return repairTwice(town, { path, id, others, publish: () => store.publish(kind, id, document) });
}

/** Puts an attempt before the first one that has answers to other requests. */
function answerOthersFirst(disk: ModelDisk, stem: string): void {
  const [first, second] = [`${stem}.0001.jsonl`, `${stem}.0002.jsonl`];
  if (!disk.has(first) || disk.has(second)) return;
  const bytes = Buffer.from(disk.text(first));
  disk.put(second, reseal(bytes, (body) => (body['kind'] === 'open' ? { ...body, attempt: 2 } : body)).toString());
  disk.tamper(first, () => answerOthers(bytes));
}

interface Repair {
  path: string;
  id: string;
  /** What verify has told of other documents. */
  others: readonly string[];
  readonly publish: () => Promise<void>;
}

/** What was in its place is kept under another name, also when it happens again. */
async function repairTwice({ library, disk }: Town, { path, id, others, publish }: Repair): Promise<string[]> {
  const damaged: string[] = disk.has(path) ? [disk.text(path)] : [];
  const dir = dirname(path);
  await library.setAside({ dir, id }, disk.files);
  await publish();
  disk.tamper(path, () => Buffer.from('{'));
  damaged.push('{');
  await library.setAside({ dir, id }, disk.files);
  await publish();
  const kept = (await disk.files.list(dir)).filter((name) => name.startsWith(`${id}.json.`));
  const isKept = damaged.every((text) => kept.some((name) => disk.text(`${dir}/${name}`) === text));
  const { problems } = await verify({ library, disk });
  const told = problems.map(({ what }) => what).filter((what) => !others.includes(what));
  return [
    ...(isKept ? [] : [`a damaged ${id} was lost in its repair`]),
    ...told.map((what) => `after the repair: ${what}`),
  ];
}
