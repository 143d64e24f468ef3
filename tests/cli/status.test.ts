import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { root, startSyndisco, syndisco, townHallProject, writeIn } from './syndisco.js';

const slowly = ['--set', 'model_parameters.scripted.delay_ms=4000', '--set', 'model_parameters.scripted.slots=1'];

interface Shown {
  state: string;
  jobs: { kind: string; planned: number; done: number; begun: { job: string; completions: number }[] }[];
  holders: { pid: number; process: string }[];
  processes: { progress: { running?: { turn: number; of: number }[] }[] }[];
}

async function statusOf(config: string, ...more: string[]): Promise<Shown> {
  const exit = await syndisco(['status', '-c', config, '--json', ...more]);
  expect(exit.code, exit.stderr).toBe(0);
  return JSON.parse(exit.stdout) as Shown;
}

/** Every file with its size and time, to see that nothing is written. */
async function filesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  const facts = names.map(async (name) => {
    const { size, mtimeMs } = await stat(join(dir, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(facts)).sort();
}

async function untilBegun(config: string): Promise<Shown> {
  for (;;) {
    const shown = await statusOf(config).catch(() => undefined);
    if (shown?.jobs.some(({ begun }) => begun.length > 0)) return shown;
    await delay(100);
  }
}

describe('syndisco status', () => {
  it('when a shard has finished its part, then that is said, and not to run it again', async () => {
    await using project = await townHallProject();
    const run = async (shard: string): Promise<string> => {
      await syndisco(['run', '-c', project.config, '--shard', shard]);
      return (await syndisco(['status', '-c', project.config])).stdout;
    };
    expect(await run('1/3')).toMatch(
      /^town-hall: shard 1\/3 has finished, \d+ s ago\. What is left is for the other shards, or for the same command without --shard\n/,
    );
    expect(await run('3/3')).toMatch(/^town-hall: the shards 1\/3, 3\/3 have finished, /);
    expect(await run('2/3')).toBe('town-hall is finished: 4 of 4 discussions; 8 of 8 annotations\n');
  });

  it('when a run is going on, then it names the process and each job, a second command says the same, and after a kill it tells so and writes nothing', async () => {
    await using project = await townHallProject();
    const running = startSyndisco(['generate', '-c', project.config, ...slowly]);
    const shown = await untilBegun(project.config);
    expect(shown).toMatchObject({ state: 'running', holders: [{ pid: running.child.pid, process: 'alive' }] });

    await expect
      .poll(() => statusOf(project.config), { timeout: 30_000 })
      .toMatchObject({
        processes: [{ progress: [{ running: [{ of: 10 }, { of: 10 }] }] }],
      });

    const second = await syndisco(['generate', '-c', project.config, ...slowly]);
    expect(second.code).toBe(75);
    expect(second.stderr).toMatch(new RegExp(`process ${running.child.pid} on .*; .*\\d+ of 40 turns`));

    running.child.kill('SIGKILL');
    await running.exit;
    const before = await filesIn(project.dir);
    const killed = await syndisco(['status', '-c', project.config]);
    expect(killed.stdout).toMatch(/gone without ending .*Run the same command again/);
    expect(killed.stdout).toMatch(/begun +town-hall-000\d: \d+ turns/);
    expect(killed.stdout).toMatch(/0 of 4 discussions/);
    expect(await statusOf(project.config)).toMatchObject({ state: 'crashed' });
    expect(await filesIn(project.dir)).toEqual(before);
  }, 180_000);

  it('when a run is stopped by a signal, then it says that it is not finished; once it is, one line says so, and the command again prints one line too', async () => {
    await using project = await townHallProject();
    const running = startSyndisco(['run', '-c', project.config, ...slowly]);
    await untilBegun(project.config);
    running.child.kill('SIGTERM');
    await running.exit;
    const stopped = await syndisco(['status', '-c', project.config]);
    expect(stopped.stdout).toMatch(/stopped .* ago, not finished \(exit code 143\)/);

    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const finished = await syndisco(['status', '-c', project.config]);
    expect(finished.stdout).toBe('town-hall is finished: 4 of 4 discussions; 8 of 8 annotations\n');
    const again = await syndisco(['run', '-c', project.config]);
    expect(again.stdout).toMatch(
      /^town-hall has nothing left to make: 4 of 4 discussions, 8 of 8 annotations, data set .*\n$/,
    );
    expect(again.stderr).toBe('');
  }, 180_000);

  it('when jobs failed, then it says which and why, and whoever reads status.json finds the last warning', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./broken.mjs');
    await writeIn(project.dir, {
      'broken.mjs': `export const load = () => ({ generate: ({ order: [job, turn] }) => {
  if (job === 2 && turn === 4) throw new Error('the engine broke');
  return 'Free buses help.'; } });`,
    });
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(1);
    const { stdout } = await syndisco(['status', '-c', project.config]);
    expect(stdout).toContain('3 of 4 discussions, 1 failed');
    expect(stdout).toMatch(/failed +town-hall-0003: .*the engine broke/);
    const status = JSON.parse(await readFile(join(project.dir, 'run/status.json'), 'utf8')) as object;
    expect(status).toMatchObject({ state: 'ended', exit_code: 1, last_warning: { job: 'town-hall-0003' } });
  });

  it('when no server answers, then it says that this ended the run', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: openai');
    await project.edit('scripted: { slots: 4 }', 'openai: { base_urls: ["http://127.0.0.1:9/v1"] }');
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(69);
    const { stdout } = await syndisco(['status', '-c', project.config]);
    expect(stdout).toMatch(/stopped .* ago, not finished \(exit code 69\)/);
    expect(stdout).toMatch(/^ {2}error +No server answers: http:\/\/127\.0\.0\.1:9\/v1/m);
  });

  it('when the reader of a watched status goes away, then it ends', async () => {
    await using project = await townHallProject();
    const running = startSyndisco(['generate', '-c', project.config, ...slowly]);
    await untilBegun(project.config);
    const shell = '"$0" "$@" | head -1';
    const seen = await syndisco(['status', '-c', project.config, '--watch'], { shell });
    expect(seen.stdout).toBe('town-hall: running\n');
    running.child.kill('SIGKILL');
    await running.exit;
  }, 180_000);

  it('when shards run beside each other, then each has its own status and process', async () => {
    await using project = await townHallProject();
    const shards = ['1/2', '2/2'].map((shard) =>
      startSyndisco(['generate', '-c', project.config, '--shard', shard, ...slowly]),
    );
    let shown = await untilBegun(project.config);
    while (shown.processes.length < 2) shown = await untilBegun(project.config);
    expect(shown.holders).toHaveLength(2);
    for (const { child, exit } of shards) {
      child.kill('SIGKILL');
      await exit;
    }
  });

  it('when there is no run yet, then it says where it looked', async () => {
    await using project = await townHallProject();
    const exit = await syndisco(['status', '-c', project.config]);
    expect(exit.code).toBe(66);
    expect(exit.stderr).toContain('SYNDISCO_RUN_NOT_FOUND');
  });

  it('when the directory was made by version 0.1, then it is read all the same', async () => {
    const exit = await syndisco(['status', '-c', join(root, 'tests/fixtures/run-of-0.1/town-hall.yml')]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toMatch(/made +1 of \d discussions/);
    expect(exit.stdout).toMatch(/begun +town-hall-0002: \d+ turns/);
  });
});
