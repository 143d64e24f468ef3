import { generateInMemory, runDir } from './in-memory-run.js';
import { codeOf } from './full-model-disk.js';
import type { Program } from './load-program.js';
import type { Random } from './random.js';
import { finishTown, openTown, verify, type Town } from './what-verify-sees.js';

/**
 * run.json, the plan's last segment or the record of a model is gone, which only what was made after it can tell: told,
 * and nothing else is. A kill before run.json has left nothing to miss.
 */
export async function loseRecord(library: Program, random: Random): Promise<string[]> {
  const town = await openTown(library, random.chance(0.7));
  town.run.isMixed = true;
  const { disk } = town;
  const early = await dieBeforeRunFile(town);
  const found = await finishTown(town, random);
  const path = await pickRecord(town, random);
  disk.takeAway(path);
  const { problems } = await verify(town);
  const told = problems.map(({ code, where }) => `${code} ${where?.file ?? ''}`).join(', ');
  const code = path.includes('/plan/') ? 'SYNDISCO_PLAN_DAMAGED' : 'SYNDISCO_RUN_DAMAGED';
  found.push(...early.map((what) => `of a run that was killed before its run.json: ${what}`));
  return [...found, ...(told === `${code} ${path}` ? [] : [`${path} was taken away, and verify told: ${told}`])];
}

async function dieBeforeRunFile({ library, disk, run }: Town): Promise<string[]> {
  disk.cutAfterLink('0001.jsonl');
  await codeOf(generateInMemory(library, run));
  disk.revive();
  return (await verify({ library, disk })).problems.map(({ what }) => what);
}

async function pickRecord({ disk }: Town, random: Random): Promise<string> {
  const models = (await disk.files.list(`${runDir}/models`)).filter((name) => name.endsWith('.json'));
  const segments = (await disk.files.list(`${runDir}/plan`)).filter((name) => name.endsWith('.jsonl')).sort();
  return random.pick([
    `${runDir}/run.json`,
    `${runDir}/plan/${segments.at(-1) ?? ''}`,
    `${runDir}/models/${models[random.integer(models.length)] ?? ''}`,
  ]);
}
