import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, killGroup, start, type Started } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { disturbStudy, undisturbedStudy, type Disturb } from '../study.js';
import type { Town } from '../town.js';

/** SIGKILL during every command of a study: it comes to the same documents, tables and report as without. */
export const killStudy: Row = {
  name: 'SIGKILL in a study, import to report',
  shareOfTests: 0.5,
  async run(tier) {
    const studies = partOf(tier, range(tier.count(2, 200)));
    let kills = 0;
    const violations = await tryAll(studies, tier.parallel, async (index) => {
      const source = index % 2 === 0 ? 'imported' : 'generated';
      const kill = killAtRandom(openRandom(seedOf(tier, index)));
      const tried = await disturbStudy(source, await undisturbedStudy(source), kill);
      kills += tried.faults;
      return tried.violations;
    });
    return { faults: kills, violations, note: `in ${studies.length} studies` };
  },
};

/** At any time that a step takes; most kills of an annotation find its table being imported, if it has one. */
function killAtRandom(random: Random): Disturb {
  return async (town, step, ms) => {
    const started = start(town, [], { command: step });
    if (step === 'annotate' && random.chance(0.75)) await untilImporting(town, started, random);
    else await Promise.race([started.exit, delay((ms * random.integer(1000)) / 1000)]);
    const isAtWork = isRunning(started);
    killGroup(started.child, 'SIGKILL');
    await started.exit;
    return isAtWork;
  };
}

/** Its lines are being collected, or its discussions written; without a table, until labels are being made. */
async function untilImporting({ runDir }: Town, started: Started, random: Random): Promise<void> {
  const sign = random.chance(0.3) ? '.spool-' : 'discussions/.';
  const isUnderWay = async (): Promise<boolean> => {
    const names = await readdir(runDir, { recursive: true }).catch((): string[] => []);
    return names.some((name) => name.startsWith(sign) || name.startsWith('journal/annotations/'));
  };
  while (isRunning(started) && !(await isUnderWay())) await delay(1);
}
