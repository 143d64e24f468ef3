import type { Progress } from '../../src/run/progress.js';
import { compareDisk } from './compare-disk.js';
import { codeOf } from './full-model-disk.js';
import { discussionIds, generateInMemory, runDir } from './in-memory-run.js';
import type { Program } from './load-program.js';
import type { Random } from './random.js';
import {
  answeredTwice,
  namesIn,
  openTown,
  readStories,
  tries,
  triesOfEngine,
  type Trouble,
  type TroubledTown,
} from './troubled-town.js';

/** By job id: the tries of the request that it fails at. */
type Doomed = ReadonlyMap<string, number | undefined>;

/**
 * Some requests fail, once or for good, while others of their job are under way. The right jobs are given up, each with
 * its story; no answer is lost; a failure is left alone until it is to be retried, and then all is finished.
 */
export async function meetTroubles(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random, 2 + random.integer(3));
  const jobs = discussionIds(town.run.jobs).flatMap((id) => [id, `${id}--nora`]);
  for (const job of jobs.filter(() => random.chance(0.3))) {
    const request = `${job}/${random.integer(3) + offset(job)}`;
    town.troubles.set(request, pickTrouble(random));
  }
  const doomed = new Map(jobs.flatMap((job) => (triesOf(town, job) === undefined ? [] : [[job, triesOf(town, job)]])));
  const found = [...(await giveUp(town, doomed)), ...(await leaveAlone(town, doomed)), ...(await retry(town, doomed))];
  return [...found, ...town.run.said.violations, ...answeredTwice(town)];
}

/** Comments of a discussion begin behind its opening; labels begin at the first comment. */
function offset(job: string): number {
  return job.includes('--') ? 0 : 1;
}

function pickTrouble(random: Random): Trouble {
  const kind = random.pick(['error', 'error', 'refused', 'exhausted', 'unreadable'] as const);
  return { kind, times: random.pick([1, 2, tries, Infinity]) };
}

/** How often the request of a job is tried before the job is given up; undefined if it is not. */
function triesOf({ troubles }: TroubledTown, job: string): number | undefined {
  const [trouble] = [...troubles].flatMap(([request, one]) => (request.startsWith(`${job}/`) ? [one] : []));
  if (!trouble || (trouble.kind === 'error' && trouble.times < tries)) return undefined;
  return { error: tries, refused: 1, exhausted: triesOfEngine, unreadable: 1 }[trouble.kind];
}

async function giveUp(town: TroubledTown, doomed: Doomed): Promise<string[]> {
  const { library, run, disk } = town;
  const made = await generateInMemory(library, run);
  const found = made.flatMap((progress) => miscounted(progress, run.jobs, doomed));
  if (made.length !== 2) found.push(`${made.length} kinds of jobs were made`);
  if (disk.opened.size > 0) found.push(`${disk.opened.size} files are left open`);
  const stories = await readStories(disk);
  for (const [job, expected] of doomed) {
    const told = stories.get(job);
    if (!told) found.push(`${job} failed, and has no story`);
    else if (told.tries !== expected)
      found.push(`${job} failed after ${told.tries ?? '?'} tries, not ${expected ?? '?'}`);
  }
  const others = [...stories.keys()].filter((job) => !doomed.has(job));
  return [...found, ...others.map((job) => `${job} did not fail, and has a story`)];
}

function miscounted({ kind, done, failed: lost }: Progress, jobs: number, doomed: Doomed): string[] {
  const failed = [...doomed.keys()].filter((job) => job.includes('--') === (kind === 'annotation')).length;
  if (lost === failed && done === jobs - failed) return [];
  return [`${failed} ${kind}s had to fail; ${lost} did, and ${done} were made`];
}

/** The next run asks nothing and changes nothing. */
async function leaveAlone(town: TroubledTown, doomed: Doomed): Promise<string[]> {
  const { asked } = town;
  const progress = await generateInMemory(town.library, town.run);
  const failed = progress.reduce((sum, one) => sum + one.failed, 0);
  const wrong = failed === doomed.size ? [] : [`${doomed.size} jobs have failed, and the next run counts ${failed}`];
  return town.asked === asked ? wrong : [...wrong, 'a failed job was made again by itself'];
}

/** The engine is well. A kill on the way may lose neither the document nor the story of a job. */
async function retry(town: TroubledTown, doomed: Doomed): Promise<string[]> {
  const { disk, random, library } = town;
  town.troubles.clear();
  const run = { ...town.run, rules: { ...town.run.rules, retryFailed: true } };
  disk.cutAfter(random.integer(160));
  const isCut = (await codeOf(generateInMemory(library, run))) !== '';
  disk.revive();
  // What was answered when the process died, and not yet on disk, is asked for again.
  for (const request of town.answered.keys()) if (!run.said.acknowledged.has(request)) town.answered.delete(request);
  const made = await namesIn(disk, ['discussions', 'annotations']);
  const stories = await readStories(disk);
  const lost = [...doomed.keys()].filter((job) => !made.includes(job) && !stories.has(job));
  await generateInMemory(library, run);
  const rest = isCut ? [] : await namesIn(disk, ['failures']);
  return [
    ...lost.map((job) => `${job} has neither a document nor a story`),
    ...rest.map((job) => `${job} is finished, and still counts as failed`),
    ...(await compareDisk(disk, run)),
  ];
}

/** Every request fails: five jobs in a row end the run, unless the engine says that it is alive. */
export async function meetDeadEngine(library: Program, random: Random): Promise<string[]> {
  const isAnswering = random.chance(0.5);
  const town = await openTown(library, random, 5 + random.integer(12));
  const { disk, run } = town;
  run.annotated = false;
  run.isAnswering = isAnswering;
  for (const job of discussionIds(run.jobs)) town.troubles.set(`${job}/1`, { kind: 'error', times: Infinity });
  const code = await codeOf(generateInMemory(library, run));
  const stories = await readStories(disk);
  const expected = isAnswering ? '' : 'SYNDISCO_ENGINE_DEAD';
  const found = code === expected ? [] : [`an engine that is ${isAnswering ? 'alive' : 'dead'} was told as ${code}`];
  // Five jobs, and those that are under way when the fifth fails.
  const most = (isAnswering ? run.jobs : 5 + 4) * tries;
  if (town.asked > most) found.push(`a dead engine was asked ${town.asked} times, not ${most}`);
  const kept = isAnswering ? run.jobs : 0;
  if (stories.size !== kept) found.push(`${stories.size} failures are kept, and ${kept} were the jobs' own`);
  town.troubles.clear();
  await generateInMemory(library, { ...run, rules: { ...run.rules, retryFailed: isAnswering } });
  return [...found, ...run.said.violations, ...(await compareDisk(disk, run))];
}

/** Every third job fails: that is no dead engine, however many they are. */
export async function meetScatteredTroubles(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random, 18);
  town.run.annotated = false;
  const doomed = discussionIds(18).filter((_, place) => place % 3 === 1);
  for (const job of doomed) town.troubles.set(`${job}/1`, { kind: 'refused', times: Infinity });
  const code = await codeOf(generateInMemory(library, town.run));
  const { size } = await readStories(town.disk);
  const found = size === doomed.length ? [] : [`${doomed.length} jobs had to fail, and ${size} did`];
  return code === '' ? found : [...found, `the run ended with ${code}, though every other job was made`];
}

/** Twice as many as the engine has slots. */
const jobsAtOnce = 4;

/** The run is stopped: what is under way is finished, nothing else is begun, and the next run goes on. */
export async function meetStop(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random, 8);
  const { disk, run } = town;
  const stop = library.stopRequest(60_000);
  const at = 1 + random.integer(12);
  let after = 0;
  const speak = (job: string, index: number): string | Promise<string> => {
    if (stop.requested) after += 1;
    if (town.asked + 1 >= at) stop.request();
    return run.speak(job, index);
  };
  const code = await codeOf(generateInMemory(library, { ...run, annotated: random.chance(0.5), speak, stop }));
  const found = code === '' ? [] : [`the stopped run ended with ${code}`];
  const begun = new Set((await disk.files.list(`${runDir}/journal/discussions`)).map((name) => name.split('.')[0]));
  if (begun.size > run.said.published.size + jobsAtOnce)
    found.push(`${begun.size} jobs were begun, some after the stop`);
  if (after > 0) found.push(`${after} requests were made after the stop`);
  const lost = [...town.answered.keys()].filter((request) => !run.said.acknowledged.has(request));
  found.push(...lost.map((request) => `${request} was answered before the run stopped, and is lost`));
  if (disk.opened.size > 0) found.push(`${disk.opened.size} files are left open`);
  await generateInMemory(library, run);
  return [...found, ...run.said.violations, ...answeredTwice(town), ...(await compareDisk(disk, run))];
}

/** With a limit of failures: the run ends as soon as there are more, and says so when it is started again. */
export async function meetFailureLimit(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random, 4);
  town.run.annotated = false;
  const doomed = discussionIds(4).filter(() => random.chance(0.5));
  for (const job of doomed) town.troubles.set(`${job}/2`, { kind: 'refused', times: Infinity });
  const count = random.integer(4);
  const maxFailures = random.pick([
    { count, unit: 'jobs' as const },
    { count: 25 * count, unit: 'percent' as const },
  ]);
  const run = { ...town.run, rules: { ...town.run.rules, maxFailures } };
  const expected = doomed.length > count ? 'SYNDISCO_TOO_MANY_FAILURES' : '';
  const found: string[] = [];
  for (const when of ['at once', 'again']) {
    const code = await codeOf(generateInMemory(library, run));
    if (code !== expected) found.push(`${doomed.length} failures of at most ${count} were told ${when} as ${code}`);
  }
  town.troubles.clear();
  await generateInMemory(library, { ...run, rules: { ...run.rules, retryFailed: true } });
  return [...found, ...run.said.violations, ...answeredTwice(town), ...(await compareDisk(town.disk, run))];
}
