import { copyFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../cli/syndisco.js';
import { checkTown, resumeAndCheck } from '../check-town.js';
import { run, type Exit } from '../program.js';
import { partOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

interface Misbehaviour {
  name: string;
  /** Statements at the start of `generate`, with `order`, `key` and a `calls` counter at hand. */
  body: string;
  code: number;
  /** How many of the four jobs are made all the same; the others must be in failures/. */
  done: number;
  args?: readonly string[];
  /** Also that the next run leaves the failed job alone; the same after every failure. */
  isLeftAlone?: boolean;
}

const third = 'order[0] === 2 && key.index === 2';

const misbehaviours: readonly Misbehaviour[] = [
  {
    name: 'hangs for one job',
    body: `if (${third}) await new Promise(() => {});`,
    code: 1,
    done: 3,
    args: ['--request-deadline', '1'],
  },
  {
    name: 'hangs for all',
    body: 'await new Promise(() => setInterval(() => {}, 1e6));',
    code: 1,
    done: 0,
    args: ['--request-deadline', '0.2'],
  },
  { name: 'throws once', body: `if (${third} && calls++ === 0) throw new Error('CUDA error');`, code: 0, done: 4 },
  {
    name: 'throws always for one job',
    body: `if (${third}) throw new Error('CUDA error');`,
    code: 1,
    done: 3,
    isLeftAlone: true,
  },
  { name: 'throws what is no error', body: `if (${third}) throw null;`, code: 1, done: 3 },
  { name: 'answers with a number', body: `if (${third}) return 42;`, code: 1, done: 3 },
  {
    name: 'answers with garbage tokens',
    body: `if (${third}) return { text: 'x', prompt_tokens: -1 };`,
    code: 1,
    done: 3,
  },
  {
    name: 'throws where nobody can catch it',
    body: `if (${third}) setTimeout(() => { throw new Error('worker aborted'); });`,
    code: 69,
    done: -1,
  },
  { name: 'ends the process', body: `if (${third}) process.kill(process.pid, 'SIGABRT');`, code: -1, done: -1 },
];

/** An engine that does what engines do: the right exit code, the other jobs finished, a clean end once it is well. */
export const backend: Row = {
  name: 'backend hangs, crashes, talks garbage',
  async run(tier) {
    const chosen = partOf(
      tier,
      misbehaviours.filter(({ name }) => name.includes(tier.only)),
    );
    const violations = await tryAll(chosen, tier.parallel, misbehave);
    const others = [deadEngine, emptyReplies, hugeReply, modelFile];
    const plays = partOf(
      tier,
      others.filter(({ name }) => name.includes(tier.only)),
    );
    violations.push(...(await tryAll(plays, tier.parallel, (play) => play())));
    return { faults: chosen.length + plays.length, violations };
  },
};

async function misbehave({ name, body, code, done, args = [], isLeftAlone = false }: Misbehaviour): Promise<string[]> {
  const town = await buildTown({ jobs: 4, turns: 4, slots: 2 });
  await writeEngine(town, `let calls = 0;\nconst before = async ({ order, key }) => { ${body} };`);
  const exit = await run(town, args);
  const made = (await readdir(join(town.runDir, 'discussions'))).filter((file) => !file.startsWith('.')).length;
  const wrong =
    code === -1 || exit.code === code ? [] : [`exit ${exit.code ?? '?'}, not ${code}: ${exit.stderr.trim()}`];
  if (done >= 0 && made !== done) wrong.push(`${made} of 4 jobs were made, not ${done}`);
  if (done >= 0 && (await readdir(join(town.runDir, 'failures'))).length !== 4 - done)
    wrong.push('a failure has no story');
  await copyFile(join(root, 'tests/faults/oracle-engine.mjs'), join(town.dir, 'engine.mjs'));
  if (isLeftAlone) wrong.push(...(await leftAlone(town)));
  const found = await resumeAndCheck(town, { redone: 8, args: ['--retry-failed'] });
  return [...wrong, ...found].map((violation) => `an engine that ${name}: ${violation}`);
}

/** What failed is not made again by itself, though the engine is well, and stays a failure. */
async function leftAlone(town: Town): Promise<string[]> {
  const { size } = await stat(town.acknowledged);
  const wrong = judge(await run(town), 1, 'the run after failures');
  return (await stat(town.acknowledged)).size === size ? wrong : [...wrong, 'a failed job was made again by itself'];
}

/** Every request fails: after five jobs the engine is taken for dead, and the next run makes them all. */
async function deadEngine(): Promise<string[]> {
  const town = await buildTown({ jobs: 8, turns: 4, slots: 2 });
  await writeEngine(town, "const before = async () => { throw new Error('CUDA error'); };");
  const wrong = judge(await run(town), 69, 'a dead engine');
  await copyFile(join(root, 'tests/faults/oracle-engine.mjs'), join(town.dir, 'engine.mjs'));
  return [...wrong, ...(await resumeAndCheck(town, { redone: 0 }))];
}

/** Silence is an answer: the turn is recorded. */
async function emptyReplies(): Promise<string[]> {
  const town = await buildTown({ jobs: 2, turns: 3 });
  await writeFile(join(town.dir, 'engine.mjs'), "export const load = () => ({ generate: () => '' });\n");
  return judge(await run(town), 0, 'empty replies');
}

/** 10 MB of half characters are capped and mended, and the run goes on. */
async function hugeReply(): Promise<string[]> {
  const town = await buildTown({ jobs: 2, turns: 3 });
  const text = "'\\ud83d' + 'x\\u0000\\u001b[2J'.repeat(1_500_000)";
  await writeFile(join(town.dir, 'engine.mjs'), `export const load = () => ({ generate: () => ${text} });\n`);
  const wrong = judge(await run(town), 0, 'replies of 10 MB');
  const { size } = await stat(join(town.runDir, 'discussions/town-hall-0001.json'));
  return size < 40_000_000 ? wrong : [...wrong, `a document of ${size} bytes`];
}

/** Weights that go away are exit 66, other weights under the name 78; with the old ones back the run is finished. */
async function modelFile(): Promise<string[]> {
  const town = await buildTown({ jobs: 3, turns: 3 });
  const engine = join(town.dir, 'engine.mjs');
  await rename(engine, `${engine}.away`);
  const gone = judge(await run(town), 66, 'an engine that is gone');
  await rename(`${engine}.away`, engine);
  await run(town, ['--stop-after', '0s']);
  const first = judge(await run(town), 0, 'an engine that is back');
  await rm(join(town.runDir, 'discussions/town-hall-0002.json'));
  await writeFile(engine, "export const load = () => ({ generate: () => 'Agreed.' });\n");
  const swapped = judge(await run(town), 78, 'another engine under the same name');
  await copyFile(join(root, 'tests/faults/oracle-engine.mjs'), engine);
  const again = judge(await run(town), 0, 'the old engine again');
  return [...gone, ...first, ...swapped, ...again, ...(await checkTown(town, { redone: 0 }))];
}

async function writeEngine(town: Town, before: string): Promise<void> {
  await rename(join(town.dir, 'engine.mjs'), join(town.dir, 'oracle-engine.mjs'));
  const engine = `import { load as loadOracle } from './oracle-engine.mjs';
${before}
export const load = () => {
  const oracle = loadOracle();
  return { ...oracle, generate: async (request) => (await before(request)) ?? oracle.generate(request) };
};
`;
  await writeFile(join(town.dir, 'engine.mjs'), engine);
}

function judge({ code, signal, stderr }: Exit, expected: number, what: string): string[] {
  return code === expected ? [] : [`${what}: exit ${code ?? signal ?? '?'}, not ${expected}: ${stderr.trim()}`];
}
