import { appendFile, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHook } from '../notify/hook-server.js';
import { hookProject, told, writtenIn } from '../notify/notify-project.js';
import { startSyndisco, syndisco, writeIn, type Exit } from './syndisco.js';

const broken = `export const load = () => ({ generate() { throw new Error('the "engine" broke'); } });`;

describe('a webhook', () => {
  it('when a run is done, then it is told once, with every placeholder filled; run again, there is nothing to tell', async () => {
    await using hook = await startHook();
    await using project = await hookProject();
    const run = (): Promise<Exit> => syndisco(['run', '-c', project.config], { env: { TOWN_HOOK: hook.url } });
    const first = await run();
    expect(first.code, first.stderr).toBe(0);
    expect(told(hook)).toEqual([
      {
        event: 'done',
        study: 'town-hall',
        message: expect.stringMatching(
          /^town-hall: done \(4 of 4 discussions; 8 of 8 annotations, .* on .+\)$/,
        ) as string,
        status: '4 of 4 discussions; 8 of 8 annotations',
        done: '12',
        total: '12',
        elapsed: expect.stringMatching(/^\d+ s$/) as string,
        host: hostname(),
        run_dir: join(project.dir, 'run'),
        reason: '',
        nested: [{ text: 'a "town-hall"' }],
      },
    ]);
    expect((await run()).code).toBe(0);
    expect(hook.bodies).toHaveLength(1);
    expect(await writtenIn(project)).not.toContain('s3cr3tPath99');
  });

  it('when a run fails again and again, as under cron, then the same is told once; another cause is told again', async () => {
    await using hook = await startHook();
    await using project = await hookProject();
    await project.edit('library_type: scripted', 'library_type: ./broken.mjs');
    await writeIn(project.dir, { 'broken.mjs': broken });
    const env = { TOWN_HOOK: hook.url };
    for (let count = 0; count < 2; count += 1)
      expect((await syndisco(['run', '-c', project.config, '--max-failures', '1'], { env })).code).toBe(69);
    expect(told(hook)).toEqual([
      expect.objectContaining({
        event: 'failed',
        reason: expect.stringContaining('of 4 discussions have failed') as string,
      }),
    ]);
    await project.edit('seed: 7', 'seed: 8');
    expect((await syndisco(['run', '-c', project.config], { env })).code).toBe(78);
    expect(told(hook)).toHaveLength(2);
  });

  it('when nobody could be told of a failure, then the next run that fails for the same cause tells it', async () => {
    let isDown = true;
    await using hook = await startHook((response) => response.writeHead(isDown ? 503 : 200).end());
    await using project = await hookProject();
    await project.edit('library_type: scripted', 'library_type: ./broken.mjs');
    await writeIn(project.dir, { 'broken.mjs': broken });
    const run = (): Promise<Exit> =>
      syndisco(['run', '-c', project.config, '--max-failures', '1'], { env: { TOWN_HOOK: hook.url } });
    expect((await run()).code).toBe(69);
    isDown = false;
    expect((await run()).code).toBe(69);
    expect((await run()).code).toBe(69);
    expect(hook.bodies).toHaveLength(2);
  });

  it('when some jobs failed for good, then the end is told as failed, with how many', async () => {
    await using hook = await startHook();
    await using project = await hookProject();
    await project.edit('library_type: scripted', 'library_type: ./broken.mjs');
    await writeIn(project.dir, {
      'broken.mjs': `export const load = () => ({ generate: ({ order: [job] }) => {
  if (job === 2) throw new Error('the engine broke');
  return 'Free buses help.'; } });`,
    });
    const exit = await syndisco(['generate', '-c', project.config], { env: { TOWN_HOOK: hook.url } });
    expect(exit.code).toBe(1);
    expect(told(hook)).toMatchObject([{ event: 'failed', reason: '1 of 4 discussions failed' }]);
  });

  it('when nothing comes back any more, then it is told as stalled, in the words of status', async () => {
    await using hook = await startHook();
    await using project = await hookProject('  stalled_after_s: 10\n');
    await project.edit('library_type: scripted', 'library_type: ./silent.mjs');
    await writeIn(project.dir, {
      'silent.mjs': `export const load = () => ({ generate: () => new Promise(() => setInterval(() => {}, 1000)) });`,
    });
    const running = startSyndisco(['generate', '-c', project.config], { env: { TOWN_HOOK: hook.url } });
    await expect.poll(() => hook.bodies.length, { timeout: 50_000 }).toBe(1);
    const [first] = told(hook);
    expect(first).toMatchObject({
      event: 'stalled',
      reason: expect.stringMatching(/^nothing has happened for 1\d s/) as string,
    });
    expect((await syndisco(['status', '-c', project.config])).stdout).toMatch(
      /trouble +nothing has happened for [1-9]\d s/,
    );
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    expect((await running.exit).code).toBe(130);
  });

  it('when the quality gate stops a model, then that is told, and not the end of the run as well', async () => {
    await using hook = await startHook();
    await using project = await hookProject();
    await project.edit('library_type: scripted', 'library_type: ./fencing.mjs');
    await writeIn(project.dir, {
      'fencing.mjs': `let count = 0;
export const load = () => ({ slots: 1, generate: () => '\`\`\`\\nReading ' + ++count + ' is for Sundays.\\n\`\`\`' });`,
    });
    await appendFile(project.config, 'quality: { stop_above: { markup: 10% }, stop_after: 5 }\n');
    const exit = await syndisco(['generate', '-c', project.config], { env: { TOWN_HOOK: hook.url } });
    expect(exit.code, exit.stderr).toBe(75);
    expect(told(hook)).toEqual([
      expect.objectContaining({
        event: 'quality',
        message: expect.stringMatching(
          /^town-hall: stopped by the quality gate: no more discussions with scripted: markup in /,
        ) as string,
      }),
    ]);
  });

  it.each([
    ['SIGTERM', 143, ['stopped']],
    ['SIGINT', 130, []],
  ] as const)('when %s stops the run, then the events told are right', async (signal, code, events) => {
    await using hook = await startHook();
    await using project = await hookProject();
    const running = startSyndisco(
      ['generate', '-c', project.config, '--set', 'model_parameters.scripted.delay_ms=1500'],
      { env: { TOWN_HOOK: hook.url } },
    );
    await expect
      .poll(() => readdir(join(project.dir, 'run/journal/discussions')).catch(() => []), { timeout: 30_000 })
      .not.toEqual([]);
    running.child.kill(signal);
    expect((await running.exit).code).toBe(code);
    expect(told(hook).map(({ event }) => event)).toEqual(events);
  });

  it('when only some events are wanted, then no other is told', async () => {
    await using hook = await startHook();
    await using project = await hookProject('  events: [failed]\n');
    expect((await syndisco(['generate', '-c', project.config], { env: { TOWN_HOOK: hook.url } })).code).toBe(0);
    expect(hook.bodies).toEqual([]);
  });
});
