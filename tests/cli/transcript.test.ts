import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putStrangers } from '../documents/strangers.js';
import { syndisco, townHallProject } from './syndisco.js';

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
});
