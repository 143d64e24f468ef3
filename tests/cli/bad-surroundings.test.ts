import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSyndisco, syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

const slowly = ['--set', 'model_parameters.scripted.delay_ms=300', '--set', 'model_parameters.scripted.slots=1'];

async function begin(project: Project, more: string[] = []): Promise<{ exit: Promise<Exit> }> {
  const running = startSyndisco(['run', '-c', project.config, ...slowly, ...more]);
  await expect
    .poll(() => readdir(join(project.dir, 'run/journal/discussions')).catch(() => []), { timeout: 30_000 })
    .not.toEqual([]);
  return running;
}

async function expectFinished(project: Project): Promise<void> {
  const { stdout } = await syndisco(['status', project.config]);
  expect(stdout).toBe('town-hall is finished: 4 of 4 discussions; 8 of 8 annotations\n');
  expect((await syndisco(['verify', '-c', project.config])).code).toBe(0);
}

it('when the folder of the log is removed under a run, then the run finishes', async () => {
  await using project = await townHallProject();
  const { exit } = await begin(project);
  await rm(join(project.dir, 'logs'), { recursive: true });
  const { code, stderr } = await exit;
  expect(code, stderr).toBe(0);
  await expectFinished(project);
});

it('when the config and an input are edited under a run, then it finishes as it began, and the same command afterwards names the change', async () => {
  await using project = await townHallProject();
  const { exit } = await begin(project);
  await project.edit('num_turns: 5', 'num_turns: 6');
  await writeFile(join(project.dir, 'instructions/participant.txt'), 'Say something else.');
  const { code, stderr } = await exit;
  expect(code, stderr).toBe(0);
  const copies = await readdir(join(project.dir, 'run/inputs'));
  const instructions = copies.find((name) => name.endsWith('-participant.txt')) ?? '';
  expect(await readFile(join(project.dir, 'run/inputs', instructions), 'utf8')).not.toContain('something else');
  const again = await syndisco(['run', '-c', project.config]);
  expect(again.code).toBe(78);
  expect(again.stderr).toContain('SYNDISCO_PLAN_CHANGED');
});

/** A clock that is off by so many milliseconds, for a whole process. */
function clockOff(ms: number): NodeJS.ProcessEnv {
  const text = `const Real = Date; globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + ${ms}) : super(...given); }
    static now() { return Real.now() + ${ms}; } };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(text)}` };
}

const tenDays = 10 * 86_400_000;

it.each([tenDays, -tenDays])(
  'when the clock was set by %s ms between two runs, then the second continues, and is told apart from a stalled one',
  async (ms) => {
    await using project = await townHallProject();
    expect((await syndisco(['run', '-c', project.config, '--stop-after', '3s', ...slowly])).code).toBe(75);
    const running = startSyndisco(['run', '-c', project.config, ...slowly], { env: clockOff(ms) });
    await expect
      .poll(async () => (await syndisco(['status', project.config], { env: clockOff(ms) })).stdout, { timeout: 40_000 })
      .toMatch(/^town-hall: running\n(?!.*nothing has happened)/s);
    const { code, stderr } = await running.exit;
    expect(code, stderr).toBe(0);
    await expectFinished(project);
  },
  120_000,
);
