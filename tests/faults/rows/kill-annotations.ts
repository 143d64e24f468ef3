import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { Annotation } from '../../../src/generated/annotation.js';
import { verifyRun } from '../../../src/store/verify-run.js';
import { snapshot } from '../check-town.js';
import { isRunning, killGroup, run, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const killsPerTown = 3;
const set = 'strict';

/** SIGKILL while a second annotation set is made: its journals keep their labels, and the run keeps every byte. */
export const killAnnotations: Row = {
  name: 'SIGKILL during annotate --as',
  shareOfTests: 0.5,
  async run(tier) {
    const towns = partOf(tier, range(Math.ceil(tier.count(6, 300) / killsPerTown)));
    const violations = await tryAll(towns, tier.parallel, async (index) => {
      const random = openRandom(seedOf(tier, index));
      const town = await buildTown({ slots: random.pick([1, 4]), jobs: 4, turns: 4, delayMs: 8 });
      const made = await run(town);
      if (made.code !== 0) return [`the discussions ended with ${made.code ?? '?'}: ${made.stderr}`];
      const before = await snapshot(join(town.runDir, 'discussions'));
      for (let kill = 0; kill < killsPerTown; kill++) await startAndKill(town, random);
      const kept = await labelsInJournals(town);
      const last = await run(town, ['--as', set], { command: 'annotate' });
      if (last.code !== 0) return [`the clean resume ended with ${last.code ?? '?'}: ${last.stderr}`];
      const after = await snapshot(join(town.runDir, 'discussions'));
      const changed = [...before].filter(([name, hash]) => after.get(name) !== hash);
      return [...changed.map(([name]) => `discussions/${name} changed`), ...(await checkSet(town, kept))];
    });
    return { faults: towns.length * killsPerTown, violations };
  },
};

/** At a random time after a journal has got something. */
async function startAndKill(town: Town, random: Random): Promise<void> {
  const { child, exit } = start(town, ['--as', set], { command: 'annotate' });
  const known = (await labelsInJournals(town)).size;
  while (isRunning({ child }) && (await labelsInJournals(town)).size === known) await delay(5);
  await delay(random.integer(60));
  killGroup(child, 'SIGKILL');
  await exit;
}

/** Of every whole line, by job and comment. */
async function labelsInJournals({ runDir }: Town): Promise<Map<string, string>> {
  const dir = join(runDir, 'sets', set, 'journal', 'annotations');
  const labels = new Map<string, string>();
  for (const name of (await readdir(dir).catch(() => [])).sort()) {
    const lines = (await readFile(join(dir, name), 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) {
      const entry = JSON.parse(line) as { kind: string; index: number; completion?: { text: string } };
      const key = `${name.split('.', 1).join()} ${entry.index}`;
      if (entry.completion && !labels.has(key)) labels.set(key, entry.completion.text);
    }
  }
  return labels;
}

async function checkSet({ runDir, jobs }: Town, kept: ReadonlyMap<string, string>): Promise<string[]> {
  const annotationsDir = join(runDir, 'annotations');
  const published = new Map<string, string | undefined>();
  for (const name of await readdir(join(annotationsDir, set))) {
    if (!name.endsWith('.json')) continue;
    const { id, comments } = JSON.parse(await readFile(join(annotationsDir, set, name), 'utf8')) as Annotation;
    for (const { turn, raw_text: text } of comments) published.set(`${id} ${turn}`, text);
  }
  const lost = [...kept].filter(([key, text]) => published.get(key) !== text);
  const verified = await verifyRun({ dir: runDir, discussionsDir: join(runDir, 'discussions'), annotationsDir, set });
  const { annotation: planned } = verified.planned;
  return [
    ...(kept.size > 0 ? [] : ['no journal had a label when it was killed']),
    ...lost.map(([key]) => `the label of ${key} is another one than in its journal`),
    ...(planned > 0 && planned % jobs === 0 ? [] : [`${planned} annotations are planned for ${jobs} discussions`]),
    ...(verified.published.annotation === planned
      ? []
      : [`${verified.published.annotation} of ${planned} are published`]),
    ...verified.problems.map(({ what }) => `verify: ${what}`),
  ];
}
