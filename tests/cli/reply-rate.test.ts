import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { syndisco, townHallProject } from './syndisco.js';

const usernames = ['anna', 'ben', 'cleo', 'dora', 'emil', 'fay'];
const matrix = `
matrix:
  factors:
    history:
      short: { discussions.turn_taking.history_ctx_len: 1 }
      long: { discussions.turn_taking.history_ctx_len: 4 }
`;

interface Report {
  manipulation: {
    condition: string;
    what: string;
    designed: number;
    realised: number;
    draws: number;
    interval: { low: number; high: number };
  }[];
}

/** From the documents alone: who spoke two participant turns before each one, seed opinions and silence included. */
async function repliesIn(dir: string, condition: string): Promise<{ replies: number; draws: number }> {
  const counted = { replies: 0, draws: 0 };
  for (const name of await readdir(dir)) {
    const document = JSON.parse(await readFile(join(dir, name), 'utf8')) as Discussion;
    if (document.condition !== condition) continue;
    const spoken = document.logs.filter((entry) => entry.name !== document.moderator);
    for (let at = 2; at < spoken.length; at += 1) {
      counted.draws += 1;
      if (spoken[at]?.name === spoken[at - 2]?.name) counted.replies += 1;
    }
  }
  return counted;
}

describe('reply rate', () => {
  it('when a paired study is finished, then its reply rate is that of its documents, and the design is in its interval', async () => {
    await using project = await townHallProject();
    await project.edit('num_experiments: 4, num_users: 3', 'num_experiments: 60, num_users: 4');
    await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4, silence: 0.2 }');
    await project.edit('annotation:', `${matrix.trim()}\nannotation:`);
    await project.edit('personas.json', 'people.json');
    await writeFile(join(project.dir, 'people.json'), JSON.stringify(usernames.map((username) => ({ username }))));
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    const report = JSON.parse((await syndisco(['report', '-c', project.config, '--json'])).stdout) as Report;
    const rows = report.manipulation.filter(({ what }) => what === 'reply rate');
    expect(rows).toHaveLength(2);
    for (const { condition, designed, realised, draws, interval } of rows) {
      const counted = await repliesIn(join(project.dir, 'run/discussions'), condition);
      expect({ draws, realised }).toEqual({ draws: counted.draws, realised: counted.replies / counted.draws });
      expect(designed).toBeCloseTo(0.4 + 0.6 / 3, 12);
      expect(interval.low).toBeLessThan(designed);
      expect(interval.high).toBeGreaterThan(designed);
    }
    expect(rows[0]?.realised).toBe(rows[1]?.realised);
  });
});
