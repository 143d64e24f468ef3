import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
/** What an npm around this test has set must not count as said here. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));

it("when npm reads this project's settings, then it warns of nothing", () => {
  const { stdout, stderr } = spawnSync('npm', ['pkg', 'get', 'name'], { cwd: root, env, encoding: 'utf8' });
  expect(stdout).toContain('syndisco');
  expect(stderr).toBe('');
});
