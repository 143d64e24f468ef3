import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, killGroup, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildStudy, checkStudy, makeUndisturbed, runStep, type Source } from '../study.js';

const killsPerStep = 2;
/** Turns and labels that were under way. */
const openRequests = 24;

/** SIGKILL during every command of a study: it comes to the same documents, tables and report as without. */
export const killStudy: Row = {
  name: 'SIGKILL in a study, import to report',
  async run(tier) {
    const towns = partOf(tier, range(tier.count(2, 200)));
    const undisturbed = { generated: await makeUndisturbed('generated'), imported: await makeUndisturbed('imported') };
    let kills = 0;
    const violations = await tryAll(towns, tier.parallel, async (index) => {
      const random = openRandom(seedOf(tier, index));
      const source: Source = index % 2 === 0 ? 'generated' : 'imported';
      const { files, ms } = undisturbed[source];
      const study = await buildStudy(source);
      let killed = 0;
      const wrong: string[] = [];
      for (const step of study.steps) {
        for (let kill = 0; kill < killsPerStep; kill++)
          if (await killWithin(ms[step], start(study.town, [], { command: step }), random)) killed += 1;
        const { code, stderr } = await runStep(study.town, step);
        if (code !== 0) wrong.push(`${step} after kills ended with ${code ?? '?'}: ${stderr.trim()}`);
      }
      kills += killed;
      const found = [...wrong, ...(await checkStudy(study, files, { redone: killed * openRequests }))];
      return found.map((violation) => `${source}: ${violation}`);
    });
    return { faults: kills, violations, note: `in ${towns.length} studies` };
  },
};

/** Resolves to whether it was still at work. */
async function killWithin(ms: number, { child, exit }: ReturnType<typeof start>, random: Random): Promise<boolean> {
  await Promise.race([exit, delay((random.integer(1000) * ms) / 1000)]);
  const isAtWork = isRunning({ child });
  killGroup(child, 'SIGKILL');
  await exit;
  return isAtWork;
}
