import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json, startServer } from '../backends/openai/faulty-server.js';
import { root, syndisco, townHallProject, type Exit } from './syndisco.js';

interface Finding {
  check: string;
  verdict: 'ok' | 'warning' | 'failure';
  found: string;
  todo?: string;
}

function findingsOf({ stdout, stderr }: Exit): Finding[] {
  expect(stdout, stderr).toMatch(/^\{/);
  return (JSON.parse(stdout) as { findings: Finding[] }).findings;
}

function named(findings: readonly Finding[], check: string): Finding | undefined {
  return findings.find((finding) => finding.check === check);
}

async function filesUnder(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true })).sort();
}

const demo = join(root, 'examples/models/syndisco-demo-q8_0.gguf');

describe('doctor', () => {
  it('when there is no config, then it checks the machine alone', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'syndisco-doctor-'));
    const exit = await syndisco(['doctor'], { cwd: dir });
    await rm(dir, { recursive: true });
    expect(exit.code, exit.stdout).toBe(0);
    expect(exit.stdout).toMatch(/^ok +Node +20\.|^ok +Node +2\d\./m);
    expect(exit.stdout).toMatch(/^ok +llama\.cpp +node-llama-cpp 3\./m);
    expect(exit.stdout).toContain('no syndisco.yml');
  });

  it('when the project is sound, then each check is ok on the bundled model, and nothing is left behind', async () => {
    await using project = await townHallProject();
    await project.edit('model_pseudoname: scripted', 'model_pseudoname: demo');
    await project.edit('{ library_type: scripted', `{ library_type: llama_cpp, model_path: '${demo}'`);
    const before = await filesUnder(project.dir);
    const exit = await syndisco(['doctor', '-c', project.config, '--json']);
    const findings = findingsOf(exit);
    expect(exit.code, exit.stdout).toBe(0);
    expect(findings.filter(({ verdict }) => verdict === 'failure')).toEqual([]);
    for (const check of ['config', 'run directory', 'locks', 'disk'])
      expect(named(findings, check)?.verdict, check).toBe('ok');
    for (const check of ['memory', 'load', 'system text', 'end of reply', 'labels', 'speed'])
      expect(named(findings, `demo: ${check}`)?.verdict, check).toBe('ok');
    expect(named(findings, 'demo: speed')?.found).toMatch(/[1-9][\d,.]* tokens\/s/);
    expect(await filesUnder(project.dir)).toEqual(before);
  }, 180_000);

  it('when the config has mistakes, then each is a failure with what to do, and the machine is checked all the same', async () => {
    await using project = await townHallProject();
    await project.edit('num_users', 'num_user');
    const exit = await syndisco(['doctor', '-c', project.config, '--json']);
    expect(exit.code).toBe(69);
    const findings = findingsOf(exit);
    expect(named(findings, 'config')).toMatchObject({
      verdict: 'failure',
      todo: expect.stringContaining('num_users') as string,
    });
    expect(named(findings, 'Node')?.verdict).toBe('ok');
  });

  it('when the model file is cut short, then its load fails with what to do', async () => {
    await using project = await townHallProject();
    await writeFile(join(project.dir, 'cut.gguf'), (await readFile(demo)).subarray(0, 2_000_000));
    await project.edit('{ library_type: scripted', '{ library_type: llama_cpp, model_path: cut.gguf');
    const exit = await syndisco(['doctor', '-c', project.config, '--json']);
    expect(exit.code).toBe(69);
    expect(named(findingsOf(exit), 'scripted: load')).toMatchObject({
      verdict: 'failure',
      found: expect.stringContaining('truncated') as string,
      todo: expect.stringContaining('again') as string,
    });
  });

  it('when the server has less context than the config asks for and cuts its replies, then both are told', async () => {
    await using server = await startServer((response) => {
      json(response, 200, { choices: [{ message: { content: 'Free buses.' }, finish_reason: 'length' }] });
    });
    server.list = (response) => {
      json(response, 200, { data: [{ id: 'river-70b', owned_by: 'vllm', max_model_len: 128 }] });
    };
    await using project = await townHallProject();
    await project.edit('{ library_type: scripted', '{ library_type: openai');
    await project.edit('  scripted: { slots: 4 }', `  openai: { base_urls: ['${server.url}'] }`);
    const findings = findingsOf(await syndisco(['doctor', '-c', project.config, '--json']));
    expect(named(findings, 'scripted: context')).toMatchObject({
      verdict: 'failure',
      found: expect.stringContaining('128') as string,
    });
    expect(named(findings, 'scripted: end of reply')?.verdict).toBe('warning');
  });

  it('when the run directory cannot be written, then that is a failure', async () => {
    await using project = await townHallProject();
    await project.edit('run_dir: run', 'run_dir: /sys/syndisco');
    const exit = await syndisco(['doctor', '-c', project.config, '--json']);
    expect(exit.code).toBe(69);
    expect(named(findingsOf(exit), 'run directory')?.verdict).toBe('failure');
  });
});
