import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

describe('syndisco export', () => {
  it('when --raw is given, as in scripts of before, then it is a usage error that says what took its place', async () => {
    await using project = await townHallProject();
    const exit = await syndisco(['export', '--raw', '-c', project.config]);
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain('SYNDISCO_USAGE');
    expect(exit.stderr).toContain('--for-spreadsheets');
  });

  it('when the file is for spreadsheets, then it is another file, whose cells differ from what a run exports', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'topics/free-buses.txt': '=1+1', 'topics/library-sundays.txt': '=1+1, is it not?' });
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const csv = join(project.dir, 'run/dataset/comments.csv');
    expect(await readFile(csv, 'utf8')).not.toContain("'=1");
    expect((await syndisco(['export', '--for-spreadsheets', '-c', project.config])).code).toBe(0);
    expect(await readFile(csv, 'utf8')).not.toContain("'=1");
    const guarded = await readFile(join(project.dir, 'run/dataset/comments-for-spreadsheets.csv'), 'utf8');
    expect(guarded).toMatch(/^\uFEFFdiscussion_id,/);
    expect(guarded).toContain("'=1");
    expect(guarded).not.toMatch(/(^|[,"])=1|raw_text/m);
  });

  it('when an annotation is not finished yet, then its discussion is marked as partial and can be selected', async () => {
    await using project = await townHallProject();
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const annotations = join(project.dir, 'run/annotations');
    const [first = ''] = (await readdir(annotations)).sort();
    await rm(join(annotations, first));
    const partial = await syndisco(['export', '--tidy', '--status', 'partial', '--json', '-c', project.config]);
    expect(JSON.parse(partial.stdout)).toMatchObject({ exported: { tables: { discussions: 1 } } });
    expect(partial.stdout).toContain('this data set is partial: 1 of 4 discussions lack planned annotations');
    const rest = await syndisco(['export', '--tidy', '--status', 'complete', '--json', '-c', project.config]);
    expect(JSON.parse(rest.stdout)).toMatchObject({ exported: { tables: { discussions: 3 } } });
  });

  it.each([
    ['--original-columns', '--tidy'],
    ['--original-columns', '--parquet'],
    ['--for-spreadsheets', '--jsonl'],
  ])('when %s is given with %s, then it is a usage error that names both', async (one, other) => {
    await using project = await townHallProject();
    const exit = await syndisco(['export', one, other, '-c', project.config]);
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain(one);
    expect(exit.stderr).toContain(other);
  });
});
