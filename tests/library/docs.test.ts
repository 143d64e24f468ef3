import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runNode, syndisco } from '../cli/syndisco.js';

it('when the code in docs/library.md runs as one program of a project that has installed the package, then it works', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-docs-'));
  try {
    await mkdir(join(dir, 'node_modules'));
    await symlink(root, join(dir, 'node_modules/syndisco'));
    await symlink(join(root, 'examples'), join(dir, 'examples'));
    const text = await readFile(join(root, 'docs/library.md'), 'utf8');
    const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
    await writeFile(join(dir, 'program.mts'), blocks.join('\n'));
    const exit = await runNode(['--import', import.meta.resolve('tsx'), 'program.mts'], { cwd: dir });
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('town-hall-0002');
    expect(exit.stdout).toMatch(/^with the mayor, mayor: The budget is spent\.$/m);
    expect(exit.stdout).not.toMatch(/^unmoderated, (moderator|mayor):/m);
    expect(exit.stdout).toContain('experiment-0001.1');
    const commands = [...text.matchAll(/`syndisco ([a-z]+ -c [^`]+)`/g)].map(([, args = '']) => args.split(' '));
    expect(commands.map(([name]) => name)).toEqual(['verify', 'export', 'report']);
    for (const args of commands) {
      const read = await syndisco(args, { cwd: dir });
      expect(read.code, read.stderr).toBe(0);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 180_000);
