import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

interface Plan {
  conditions: { name: string; jobs: number; turns: number; left: number }[];
  jobs: { kind: string; id: string; hash: string; state: string; reason: string }[];
  loads: { model: string; kind: string; jobs: number }[];
  estimate: { seconds: number; low: number; high: number; promptTokens: number; cost?: number } | null;
  warning?: string;
}

async function planOf({ config }: Project, ...args: string[]): Promise<Plan> {
  const exit = await syndisco(['plan', '-c', config, '--json', ...args]);
  expect(exit.code, exit.stderr).toBe(0);
  return JSON.parse(exit.stdout) as Plan;
}

const reasons = ({ jobs }: Plan): string[] =>
  jobs.filter(({ kind }) => kind === 'discussion').map(({ reason }) => reason);

/** Throws at its 14th request and at every later one: the first two discussions are made in part. */
const tiringEngine = `let requests = 0;
export const load = () => ({
  slots: 1,
  generate() {
    requests += 1;
    if (requests > 13) throw new Error('out of words');
    return { text: 'Hm.' };
  },
});
`;

describe('syndisco plan', () => {
  it('when nothing was made, then every job is new, and the run directory is not even begun', async () => {
    await using project = await townHallProject();
    const plan = await planOf(project);
    expect(reasons(plan)).toEqual(['new', 'new', 'new', 'new']);
    expect(plan.conditions).toEqual([expect.objectContaining({ name: 'town-hall', jobs: 4, turns: 40, left: 40 })]);
    expect(plan.jobs).toHaveLength(4 + 4 * 2);
    expect(plan.loads).toEqual([{ model: 'scripted', kind: 'discussion', jobs: 4 }]);
    expect(plan.estimate).toBeNull();
    await expect(rm(join(project.dir, 'run'), { recursive: true })).rejects.toThrow('ENOENT');
  });

  it('when a run ended early, then the plan says where each job goes on, and why one failed', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await writeIn(project.dir, { 'engine.mjs': tiringEngine });
    await syndisco(['generate', '-c', project.config, '--max-failures', '0']);
    const plan = await planOf(project);
    expect(reasons(plan).filter((reason) => reason.startsWith('failed once: '))).toHaveLength(1);
    const [going] = reasons(plan).filter((reason) => reason.startsWith('continues'));
    expect(going).toMatch(/^continues at turn \d+ of 10$/);
  });

  it('when all is done and an instruction changes, then its file is named', async () => {
    await using project = await townHallProject();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    expect(new Set(reasons(await planOf(project)))).toEqual(new Set(['done']));
    const [other] = reasons(await planOf(project, '--set', 'discussions.turn_taking.num_turns=6'));
    expect(other).toBe('changed: num_turns was 5 and is 6');
    await writeFile(join(project.dir, 'instructions/participant.txt'), 'Be brief.\n');
    const [reason] = reasons(await planOf(project));
    expect(reason).toMatch(/^changed: .*instructions\/participant\.txt /);
  });

  it('when the models are measured, then time, tokens, cost and a warning follow, and the run is told beside it', async () => {
    await using project = await townHallProject();
    await project.edit('slots: 4', 'slots: 4, delay_ms: 20');
    const plan = await planOf(project, '--calibrate', '5', '--cost-per-hour', '3600', '--wall-time', '1s');
    const { estimate } = plan;
    if (!estimate) throw new Error('no estimate');
    expect(estimate.high / estimate.low).toBeLessThanOrEqual(2);
    expect(estimate.promptTokens).toBeGreaterThan(1000);
    expect(estimate.cost).toBeCloseTo(estimate.seconds, 5);
    expect((await planOf(project, '--wall-time', '1')).warning === undefined).toBe(estimate.high <= 1);
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.stdout).toMatch(/^time {9}took .*; expected .*, (inside|outside) the interval from .* to /m);
    expect((await planOf(project)).estimate).toBeNull();
  });

  it('when it is printed for a reader, then conditions stand in a table', async () => {
    await using project = await townHallProject();
    const exit = await syndisco(['plan', '-c', project.config, '--jobs']);
    expect(exit.stdout).toMatch(/^condition {2}model {5}discussions {2}done {2}turns {2}left$/m);
    expect(exit.stdout).toMatch(/^ {2}town-hall-0003 {2}new$/m);
  });
});
