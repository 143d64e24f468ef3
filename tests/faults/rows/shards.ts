import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resumeAndCheck } from '../check-town.js';
import { killGroup, start } from '../program.js';
import { openRandom } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { buildTown } from '../town.js';

const processes = 32;

/** Many processes, a shard each, some killed; then the plan is cut into another number of shards. */
export const shards: Row = {
  name: 'shards, their number changed',
  async run(tier) {
    const towns = tier.count(1, 50);
    const violations = await tryAll(range(towns), 1, async (index) => {
      const random = openRandom(tier.seed * 1_000_003 + index);
      const town = await buildTown({ jobs: 40, turns: 3, slots: 1, delayMs: 30 });
      let killed = 0;
      const first = range(processes).map(async (shard) => {
        const { child, exit } = start(town, ['--shard', `${shard + 1}/${processes}`]);
        if (random.chance(0.2)) {
          killed += 1;
          await delay(500 + random.integer(6000));
          killGroup(child, 'SIGKILL');
        }
        return exit;
      });
      const exits = await Promise.all(first);
      const count = 2 + random.integer(3);
      exits.push(
        ...(await Promise.all(range(count).map((shard) => start(town, ['--shard', `${shard + 1}/${count}`]).exit))),
      );
      const made = (await readdir(join(town.runDir, 'discussions'))).length;
      const union = made === town.jobs ? [] : [`the shards made ${made} of ${town.jobs} documents`];
      const wrong = exits.filter(({ code, signal }) => signal === null && code !== 0);
      const told = wrong.map(({ code, stderr }) => `exit ${code ?? '?'}: ${stderr.trim()}`);
      return [...union, ...told, ...(await resumeAndCheck(town, { redone: killed * 2, again: true }))];
    });
    return { faults: towns, violations, note: `of ${processes} processes each` };
  },
};
