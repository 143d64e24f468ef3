import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacksScript } from '../has-script.js';
import { startSyndisco, syndisco, townHallProject } from '../syndisco.js';

const slowly = ['--set', 'model_parameters.scripted.delay_ms=300', '--set', 'logging.print_to_terminal=true'];
const escape = String.fromCodePoint(27);
const clear = `${escape}[H${escape}[2J`;
const colour = new RegExp(`${escape}\\[3\\dm`);
/** Node takes a terminal in CI for one without colours. */
const withColours = { CI: undefined };

/** A real terminal of so many columns, by `script` of util-linux. */
function inTerminal(columns: number, rows = 24): string {
  return `exec script -qec "stty cols ${columns} rows ${rows}; '$0' $*" /dev/null`;
}

it.skipIf(lacksScript).each([40, 80, 120])(
  'when a run is at a terminal of %i columns, then a block moves there, the results stand below it, and the log file has no bar',
  async (columns) => {
    await using project = await townHallProject();
    const exit = await syndisco(['generate', '-c', project.config, ...slowly], {
      shell: inTerminal(columns),
      env: withColours,
    });
    expect(exit.code, exit.stdout).toBe(0);
    expect(exit.stdout).toMatch(/discussions +.*█.*░/);
    expect(exit.stdout).toMatch(/\d+ of 40/);
    expect(exit.stdout).toMatch(colour);
    const results = exit.stdout.slice(exit.stdout.lastIndexOf('town-hall-0001, on'));
    expect(results).not.toContain('█');
    const [file = ''] = await readdir(join(project.dir, 'logs'));
    const log = await readFile(join(project.dir, 'logs', file), 'utf8');
    expect(log).not.toMatch(/█|░/);
    expect(log).not.toContain(escape);
  },
);

it.skipIf(lacksScript)('when NO_COLOR is set, then the block has no colours', async () => {
  await using project = await townHallProject();
  const exit = await syndisco(['generate', '-c', project.config, ...slowly], {
    shell: inTerminal(80),
    env: { ...withColours, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  expect(exit.stdout).toMatch(/█/);
  expect(exit.stdout).not.toMatch(colour);
});

it.skipIf(lacksScript)('when the terminal is dumb, then there is no block', async () => {
  await using project = await townHallProject();
  const exit = await syndisco(['generate', '-c', project.config, ...slowly], {
    shell: inTerminal(80),
    env: { TERM: 'dumb' },
  });
  expect(exit.code).toBe(0);
  expect(exit.stdout).not.toMatch(/█/);
});

it.skipIf(lacksScript)('when a terminal does not know its size, then there is no block', async () => {
  await using project = await townHallProject();
  const exit = await syndisco(['generate', '-c', project.config, ...slowly], {
    shell: inTerminal(0, 0),
    env: { ...withColours, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  expect(exit.code, exit.stdout).toBe(0);
  expect(exit.stdout).not.toContain(escape);
});

it.skipIf(lacksScript)('when a run is watched in a small window, then each standing fits into it', async () => {
  await using project = await townHallProject();
  const running = startSyndisco(['generate', '-c', project.config, '--set', 'model_parameters.scripted.delay_ms=4000']);
  while ((await syndisco(['status', '-c', project.config])).code !== 0);
  const watching = startSyndisco(['status', '-c', project.config, '--watch'], { shell: inTerminal(40, 5) });
  let shown = '';
  watching.child.stdout?.on('data', (text: string) => (shown += text));
  await expect.poll(() => shown.split(clear).length, { timeout: 40_000 }).toBeGreaterThan(2);
  const [, frame = ''] = shown.split(clear);
  watching.child.kill();
  running.child.kill('SIGKILL');
  await Promise.all([running.exit, watching.exit]);
  const lines = frame.trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('town-hall: running');
  for (const line of lines) expect(line.length).toBeLessThan(40);
});
