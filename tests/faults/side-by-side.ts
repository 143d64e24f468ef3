import { compareDisk } from './compare-disk.js';
import { codeOf } from './full-model-disk.js';
import { generateInMemory, openOptions, runDir, type InMemoryRun } from './in-memory-run.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { newSaid } from './said.js';
import { slowPort } from './slow-port.js';

/** Two runs without a lock on one run directory, step by step in any order: both end well, and agree on every document. */
export async function runUnlocked(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir('/town');
  const runs = ['one', 'other'].map((who) => openRun(disk, random, who));
  const codes = await Promise.all(runs.map((run) => codeOf(generateInMemory(library, run))));
  const failed = codes.filter((code) => code !== '');
  const [run] = runs;
  if (!run) return [];
  // Each of the two acknowledged texts of its own; publishing has decided between them.
  const said = newSaid();
  return [
    ...failed.map((code) => `one of two runs ended with ${code}`),
    ...(await compareDisk(disk, { ...run, said })),
    ...differing(runs),
  ];
}

export function openRun(disk: ModelDisk, random: Random, who: string): InMemoryRun {
  const files = slowPort(disk.files, { random, killAfter: Infinity, onKill: () => undefined });
  const speak = (job: string, index: number): string => `<${job}/${index}/${who}> Fewer cars, please.`;
  return { files, jobs: 2, turns: 2, annotated: true, speak, said: newSaid() };
}

/** What either was told to be published is the same. */
function differing([one, other]: readonly InMemoryRun[]): string[] {
  const documents = [...(one?.said.published ?? [])];
  const wrong = documents.filter(
    ([id, texts]) => other?.said.published.has(id) && other.said.published.get(id) !== texts,
  );
  return wrong.map(([id]) => `two runs were told two texts of ${id}`);
}

/** The design, the seed or the version is another one: refused, and nothing is changed; the old one goes on. */
export async function changeDesign(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir('/town');
  const run = openRun(disk, random, 'one');
  disk.cutAfter(70 + random.integer(100));
  await codeOf(generateInMemory(library, run));
  disk.revive();
  await generateInMemory(library, run);
  const before = await listAll(disk);
  const found: string[] = [];
  const changes = [
    ['SYNDISCO_PLAN_CHANGED', () => generateInMemory(library, { ...run, turns: 3 })],
    ['SYNDISCO_PLAN_SHRANK', () => generateInMemory(library, { ...run, jobs: 1 })],
    ['SYNDISCO_RUN_MISMATCH', () => openWith(library, disk, { seed: 41 })],
    ['SYNDISCO_RUN_OLDER', () => openWith(library, disk, { plan_version: 5 })],
    ['SYNDISCO_RUN_NEWER', () => openWith(library, disk, { plan_version: 3 })],
  ] as const;
  for (const [expected, change] of changes) {
    const code = await codeOf(change());
    if (code !== expected) found.push(`what is ${expected} was told as ${code || 'nothing'}`);
  }
  if ((await listAll(disk)) !== before) found.push('a refused change has changed the run directory');
  await generateInMemory(library, { ...run, jobs: 3 });
  return [...found, ...(await breakPlan(library, disk))];
}

/** A plan that cannot be trusted is refused, and the lock is given back. */
async function breakPlan(library: Program, disk: ModelDisk): Promise<string[]> {
  disk.tamper(`${runDir}/plan/0001.jsonl`, (bytes) => bytes.subarray(0, bytes.length - 1));
  const code = await codeOf(library.openRun(openOptions(disk.files, { index: 1, count: 1 })));
  const found = code === 'SYNDISCO_PLAN_DAMAGED' ? [] : [`a damaged plan was told as ${code || 'nothing'}`];
  const locks = await disk.files.list(`${runDir}/shards`);
  return [...found, ...locks.map((name) => `${name} was left behind by a run that could not be opened`)];
}

function openWith(
  library: Program,
  disk: ModelDisk,
  other: { seed?: number; plan_version?: number },
): Promise<unknown> {
  const options = openOptions(disk.files);
  return library.openRun({ ...options, identity: { ...options.identity, ...other } });
}

/** Names and contents but for status.json. */
async function listAll(disk: ModelDisk): Promise<string> {
  const all: string[] = [];
  for (const folder of ['', '/plan', '/models', '/inputs', '/discussions', '/annotations', '/journal/discussions']) {
    for (const name of (await disk.files.list(`${runDir}${folder}`)).sort()) {
      if (/\.(jsonl?|yaml|txt)$/.test(name) && name !== 'status.json')
        all.push(name, disk.text(`${runDir}${folder}/${name}`));
    }
  }
  return all.join('\n');
}
