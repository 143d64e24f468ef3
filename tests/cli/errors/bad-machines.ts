import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { root, runNode, startSyndisco, syndisco, townHallProject } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

const program = join(root, 'bin/syndisco.js');

/** What the machine denies, or another process or a bug on it spoils. */
export const badMachines = {
  SYNDISCO_STORAGE_DENIED: [
    {
      when: 'a file stands where the run directory should be',
      args: ['generate'],
      files: { run: 'not a folder' },
    },
  ],
  SYNDISCO_STORAGE_IO: [
    {
      when: 'the run directory cannot exist',
      args: ['generate'],
      edit: [['run_dir: run', 'run_dir: /proc/town-hall']],
    },
  ],
  SYNDISCO_RUN_BUSY: [
    {
      when: 'another process works on the run',
      reach: async () => {
        await using project = await townHallProject();
        await project.edit('slots: 4', 'slots: 4, delay_ms: 2000');
        const first = startSyndisco(['generate', '-c', project.config]);
        while (!(await exists(join(project.dir, 'run/run.json')))) await pause(50);
        const second = await syndisco(['generate', '-c', project.config]);
        first.child.kill('SIGKILL');
        await first.exit;
        expect(second.code).toBe(75);
        expect(second.stderr).toContain(String(first.child.pid));
        return codesIn(second);
      },
    },
  ],
  SYNDISCO_DISK_FULL: [
    {
      when: 'files may not grow',
      reach: async () => {
        await using project = await townHallProject();
        await project.edit('write_to_file: true', 'write_to_file: false');
        const args = [program, 'generate', '-c', project.config, '--wait-for-disk', '0'];
        const exit = await runNode(args, { shell: 'ulimit -f 8; exec "$0" "$@"' });
        expect(exit.code, exit.stderr).toBe(74);
        expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_INTERNAL: [
    {
      when: 'there is a bug, which is said without a stack trace',
      reach: async () => {
        await using project = await townHallProject();
        const bug = join(project.dir, 'bug.mjs');
        const cause = 'JSON.stringify = () => { throw new TypeError("cannot read properties of undefined"); };';
        await writeFile(bug, `${cause}\n`);
        const exit = await runNode(['--import', bug, program, 'generate', '-c', project.config]);
        expect(exit.code).toBe(70);
        expect(exit.stderr).not.toMatch(/^\s+at /m);
        return codesIn(exit);
      },
    },
  ],
} satisfies ErrorCases;

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
