import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { json, startServer } from '../../backends/openai/faulty-server.js';
import { parseTable } from '../../dataset/parse-csv.js';
import { syndisco } from '../syndisco.js';

const examples = ['study', 'annotate-only', 'server', 'original'] as const;

async function emptyFolder(): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-init-'));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** The lines of standard error that begin with what a validation finds wrong or strange. */
function complaints(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^(warning|notice|SYNDISCO)/.test(line));
}

describe('a new project', () => {
  it.each(examples)('when init writes the example %s, then it is valid without a warning', async (example) => {
    await using folder = await emptyFolder();
    const written = await syndisco(['init', '--yes', '--example', example], { cwd: folder.dir });
    expect(written.code, written.stderr).toBe(0);
    const exit = await syndisco(['validate', '--strict'], { cwd: folder.dir });
    expect(exit.code, exit.stderr).toBe(0);
    expect(complaints(exit.stderr)).toEqual([]);
    expect(exit.stdout).toContain('syndisco.yml is valid');
  });

  it.each(['study', 'annotate-only', 'original'])(
    'when the example %s is run, then the bundled model makes all of it, without any change',
    async (example) => {
      await using folder = await emptyFolder();
      const written = await syndisco(['init', 'debate', '--yes', '--example', example], { cwd: folder.dir });
      expect(written.code, written.stderr).toBe(0);
      const exit = await syndisco(['run', '--json'], { cwd: join(folder.dir, 'debate') });
      expect(exit.code, exit.stderr).toBe(0);
      const { exported } = JSON.parse(exit.stdout) as { exported: { files: string[]; rows: number } };
      const table = exported.files.find((file) => file.endsWith('.csv') && !file.includes('codebook')) ?? '';
      const rows = parseTable(await readFile(table, 'utf8'));
      const labels = rows.map((row) => row[example === 'original' ? 'label_Toxicity' : 'label_toxicity']);
      expect(labels.filter((label) => /^[1-5]$/.test(label ?? '')).length).toBeGreaterThan(5);
    },
    120_000,
  );

  it('when the example server is run, then it asks the server at its address', async () => {
    await using folder = await emptyFolder();
    await using server = await startServer((response) => {
      json(response, 200, {
        model: 'town-hall-7b',
        choices: [{ message: { content: 'Free buses.' }, finish_reason: 'stop' }],
      });
    });
    await syndisco(['init', '--yes', '--example', 'server'], { cwd: folder.dir });
    const config = join(folder.dir, 'syndisco.yml');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace('http://localhost:8000/v1', server.url));
    const exit = await syndisco(['generate'], { cwd: folder.dir });
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toMatch(/discussions +4 of 4/);
  });

  it('when an editor opens a config, then its first line names a schema beside it that checks it', async () => {
    await using folder = await emptyFolder();
    await syndisco(['init', '--yes'], { cwd: folder.dir });
    const text = await readFile(join(folder.dir, 'syndisco.yml'), 'utf8');
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const { Ajv } = await import('ajv');
    const ajv = new Ajv({ strict: false });
    const check = ajv.compile(JSON.parse(await readFile(join(folder.dir, path), 'utf8')) as object);
    expect(check(parse(text)), JSON.stringify(check.errors)).toBe(true);
    expect(check(parse(text.replace('num_users', 'num_user')))).toBe(false);
  });

  it('when a file is there already, then nothing is written and every such file is named', async () => {
    await using folder = await emptyFolder();
    await writeFile(join(folder.dir, 'personas.json'), 'mine');
    await writeFile(join(folder.dir, 'syndisco.yml'), 'mine');
    const exit = await syndisco(['init', '--yes'], { cwd: folder.dir });
    expect(exit.code).toBe(73);
    expect(exit.stderr).toMatch(/syndisco\.yml.*personas\.json|personas\.json.*syndisco\.yml/);
    expect((await readdir(folder.dir)).sort()).toEqual(['personas.json', 'syndisco.yml']);
    expect(await readFile(join(folder.dir, 'personas.json'), 'utf8')).toBe('mine');
  });

  it('when there is no terminal and no --yes, then it says so at once and writes nothing', async () => {
    await using folder = await emptyFolder();
    const exit = await syndisco(['init'], { cwd: folder.dir });
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain('--yes');
    expect(await readdir(folder.dir)).toEqual([]);
  });

  it('when the folder is an empty text, as from an unset variable, then nothing is written', async () => {
    await using folder = await emptyFolder();
    const exit = await syndisco(['init', '', '--yes'], { cwd: folder.dir });
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain('the argument is empty');
    expect(await readdir(folder.dir)).toEqual([]);
  });

  it('when --json is given, then the files are listed for machines', async () => {
    await using folder = await emptyFolder();
    const exit = await syndisco(['init', 'my study', '--yes', '--json'], { cwd: folder.dir });
    const { files, config } = JSON.parse(exit.stdout) as { files: string[]; config: string };
    expect(config).toBe(join(folder.dir, 'my study', 'syndisco.yml'));
    expect(files).toContain('models/syndisco-demo-q8_0.gguf');
    expect(await readFile(config, 'utf8')).toContain('experiment: my-study\n');
  });
});
