import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putStrangers } from '../documents/strangers.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

describe('the transcript after a run', () => {
  it('when output_dir also holds files of others, broken and unreadable ones, then a finished run stays finished and one of its own discussions is shown', async () => {
    await using project = await townHallProject();
    await project.edit('    topics_dir', '    output_dir: out\n    topics_dir');
    await mkdir(join(project.dir, 'out'));
    await putStrangers(join(project.dir, 'out'), 'town-hall');
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.stderr).toBe('');
    expect(exit.stdout).toMatch(/^\ntown-hall-0001, on "[a-z-]+"\n/);
    expect(exit.stdout).toContain('4 of 4');
    expect(exit.code).toBe(0);
  });

  it('when comments are missing, then they are told from silent turns', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'hall.mjs': `const said = { 2: '""', 4: '\\nUser Ghost posted:\\nNo.', 5: 'User Ghost posted:\\nNo.' };
export const load = () => ({ generate: ({ order: [, turn] }) => said[turn] ?? 'Free buses help.' });`,
    });
    await project.edit('library_type: scripted', 'library_type: ./hall.mjs');
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.stdout).toContain('\n… and 1 silent turn and 2 missing comments\n');
  });
});
