import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Discussion } from '../../../src/generated/discussion.js';
import { run } from '../program.js';
import { partOf, range, spread, tryAll, type Row } from '../row.js';
import { buildTown, jobId, type Town } from '../town.js';

const yearMs = 365.25 * 86_400_000;

/** JavaScript for the milliseconds that the clock is off at each look. */
const clocks = [
  `${10 * yearMs}`,
  `${-10 * yearMs}`,
  `(looks++ % 2 ? ${10 * yearMs} : ${-10 * yearMs})`,
  `-(looks++) * 3600000`,
  '1 - now.real()',
];

/** A clock that jumps under the program: the same documents but for their time stamps, and it ends as it should. */
export const clockJumps: Row = {
  name: 'clock jumps',
  shareOfTests: 0.6,
  async run(tier) {
    const steady = await documentsWith('0');
    const chosen = partOf(tier, spread(clocks, tier.count(clocks.length, clocks.length)));
    const violations = await tryAll(chosen, tier.parallel, async (clock) => {
      const found = await documentsWith(clock);
      return found === steady ? [] : [`a clock off by ${clock} changed what was made: ${found.slice(0, 200)}`];
    });
    return { faults: chosen.length, violations };
  },
};

async function documentsWith(clock: string): Promise<string> {
  const town = await buildTown({ jobs: 2, turns: 4 });
  await writeFile(town.config, (await readFile(town.config, 'utf8')).replace('./engine.mjs', 'scripted'));
  const preload = join(town.dir, 'clock.mjs');
  await writeFile(preload, jumping(clock));
  const env = { NODE_OPTIONS: `--import ${preload}` };
  const first = await run(town, ['--stop-after', '30s'], { env });
  const second = await run(town, [], { env });
  if (first.code !== 0 || second.code !== 0)
    return `exit ${first.code ?? '?'} and ${second.code ?? '?'}: ${first.stderr}`;
  return JSON.stringify(await Promise.all(range(town.jobs).map((place) => readTimeless(town, place))));
}

async function readTimeless(town: Town, place: number): Promise<object> {
  const text = await readFile(join(town.runDir, 'discussions', `${jobId(place)}.json`), 'utf8');
  // The sum covers the times.
  return { ...(JSON.parse(text) as Discussion), timestamp: '', created_at: '', sum: '' };
}

function jumping(clock: string): string {
  return `const Real = Date; let looks = 0;
const now = () => Real.now() + (${clock});
now.real = () => Real.now();
globalThis.Date = class extends Real {
  constructor(...parts) { if (parts.length === 0) super(now()); else super(...parts); }
  static now = now;
};
`;
}
