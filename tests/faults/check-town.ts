import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Discussion } from '../../src/generated/discussion.js';
import { verifyRun } from '../../src/store/verify-run.js';
import { jobOf, readAcknowledgements, turnOf } from './acknowledgements.js';
import { leftBehind } from './left-behind.js';
import { run } from './program.js';
import { jobId, type Town } from './town.js';

interface Checks {
  /** Redone turns that the fault excuses. */
  redone: number;
  /** Several processes without a lock. */
  parallel?: boolean;
  /** Also that one more resume changes no byte: one more start of the program. */
  again?: boolean;
  args?: readonly string[];
  /** Finished documents as they were before the resume. */
  before?: ReadonlyMap<string, string>;
}

/** One clean resume, then everything that must hold; each thing that does not is one sentence. */
export async function resumeAndCheck(town: Town, checks: Checks): Promise<string[]> {
  const exit = await run(town, checks.args);
  if (exit.code !== 0) return [`the clean resume ended with ${exit.code ?? exit.signal ?? '?'}: ${exit.stderr.trim()}`];
  const violations = [...(await checkTown(town, checks)), ...(await leftBehind(town, exit))];
  if (!checks.again) return violations;
  const first = await snapshot(town.runDir);
  const second = await run(town, checks.args);
  if (second.code !== 0) violations.push(`the second resume ended with ${second.code ?? '?'}`);
  return [...violations, ...changes(first, await snapshot(town.runDir), 'the second resume')];
}

export async function checkTown(town: Town, { redone, parallel = false, before }: Checks): Promise<string[]> {
  const { asked, shown, violations } = await readAcknowledgements(town, { parallel });
  const texts = await publishedTexts(town);
  const found = [...violations, ...texts.violations];
  for (const [turn, nonce] of parallel ? [] : shown) {
    if (!texts.of.get(turn)?.startsWith(nonce)) found.push(`acknowledged ${nonce} is not in ${jobOf(turn)}`);
  }
  for (const [turn, text] of texts.of) {
    if (!asked.get(turn)?.some((nonce) => text.startsWith(`${nonce} `)))
      found.push(`turn ${turn} holds a text of nobody`);
  }
  const requests = [...asked.values()].reduce((sum, nonces) => sum + nonces.length, 0);
  const extra = requests - asked.size;
  if (!parallel && extra > redone) found.push(`${extra} turns were made again, ${redone} are excused`);
  if (before) found.push(...changes(before, await snapshot(join(town.runDir, 'discussions')), 'the resume', true));
  return [...found, ...(await checkDirectory(town))];
}

/** The store's own reader, from the source and not from the program under test. */
async function checkDirectory({ runDir, jobs }: Town): Promise<string[]> {
  const dirs = { discussionsDir: join(runDir, 'discussions'), annotationsDir: join(runDir, 'annotations') };
  const { published, problems } = await verifyRun({ dir: runDir, ...dirs });
  const count = published.discussion === jobs ? [] : [`${published.discussion} of ${jobs} jobs are published`];
  return [...count, ...problems.map((problem) => `verify: ${problem.what}`)];
}

async function publishedTexts(town: Town): Promise<{ of: Map<string, string>; violations: string[] }> {
  const of = new Map<string, string>();
  const violations: string[] = [];
  for (let place = 0; place < town.jobs; place++) {
    const document = await readDocument(join(town.runDir, 'discussions', `${jobId(place)}.json`));
    if (!document) violations.push(`${jobId(place)} is not published`);
    const spoken = document?.logs.filter((comment) => comment.raw_text !== undefined) ?? [];
    if (document && spoken.length !== town.turns) violations.push(`${jobId(place)} has ${spoken.length} turns`);
    for (const comment of spoken) {
      const text = comment.raw_text ?? '';
      if (turnOf(text.split(' ', 1).join()) !== `${place}/${comment.turn}`) {
        violations.push(`turn ${comment.turn} of ${jobId(place)} holds ${text.slice(0, 30)}`);
      }
      of.set(`${place}/${comment.turn}`, text);
    }
  }
  return { of, violations };
}

async function readDocument(file: string): Promise<Discussion | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Discussion;
  } catch {
    return undefined;
  }
}

/** Every file's hash, but those that say when: status, locks, logs. */
export async function snapshot(dir: string): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(dir, path);
    if (name === 'status.json' || name.startsWith('shards/') || entry.name.startsWith('.')) continue;
    hashes.set(
      name,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return hashes;
}

function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  who: string,
  mayAdd = false,
): string[] {
  const altered = [...before]
    .filter(([name, hash]) => after.get(name) !== hash)
    .map(([name]) => `${who} changed ${name}`);
  const added = mayAdd
    ? []
    : [...after.keys()].filter((name) => !before.has(name)).map((name) => `${who} added ${name}`);
  return [...altered, ...added];
}
