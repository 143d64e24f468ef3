import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors.js';
import type { Failure } from '../../../src/generated/failure.js';
import { syndisco, townHallProject, writeIn, type Project } from '../syndisco.js';

/** A town hall whose engine treats the first discussion's moderator as `body` says and is well otherwise. */
async function withEngine(body: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
  const engine = `export const load = () => ({ slots: 4, model: { fingerprint: 'town' }, async generate(request) {
    const isFirst = request.order[0] === 0 && request.key.index === 2;
    if (isFirst) { ${body} }
    return 'Fewer cars, please.';
  } });`;
  await writeIn(project.dir, { 'engine.mjs': engine });
  return project;
}

async function failureOf({ dir }: Project): Promise<Failure> {
  return JSON.parse(await readFile(join(dir, 'run/failures/town-hall-0001.json'), 'utf8')) as Failure;
}

interface BadJob {
  code: ErrorCode;
  when: string;
  body: string;
  args: readonly string[];
  tries: number;
}

const cases: BadJob[] = [
  {
    code: 'SYNDISCO_REQUEST_FAILED',
    when: 'an engine fails for good',
    body: 'throw new Error("CUDA error")',
    args: [],
    tries: 3,
  },
  {
    code: 'SYNDISCO_REQUEST_REFUSED',
    when: 'an engine answers with nonsense',
    body: 'return 42;',
    args: [],
    tries: 1,
  },
  {
    code: 'SYNDISCO_REQUEST_TIMED_OUT',
    when: 'an engine hangs',
    body: 'await new Promise(() => setInterval(() => undefined, 1e6));',
    args: ['--request-deadline', '0.3'],
    tries: 3,
  },
];

describe('a job that cannot be made', () => {
  it.each(cases)('$code: $when; the others are made, and the next run leaves it alone', async (bad) => {
    const { code, body, args, tries } = bad;
    await using project = await withEngine(body);
    const generate = ['generate', '-c', project.config, '--json', ...args];
    const exit = await syndisco(generate);
    expect(exit.code, exit.stderr).toBe(1);
    expect(JSON.parse(exit.stdout)).toMatchObject({ made: [{ done: 3, failed: 1 }] });
    const failure = await failureOf(project);
    expect(failure).toMatchObject({ code, tries });
    expect(failure.causes).toHaveLength(1);
    expect((await syndisco(generate)).code).toBe(1);
    expect((await failureOf(project)).at).toBe(failure.at);
    const well = "export const load = () => ({ model: { fingerprint: 'town' }, generate: () => 'Agreed.' });";
    await writeIn(project.dir, { 'engine.mjs': well });
    expect(await syndisco([...generate, '--retry-failed'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('SYNDISCO_TOO_MANY_FAILURES: more fail than are allowed, and the next run says so before it makes anything', async () => {
    await using project = await withEngine('throw new Error("CUDA error")');
    const generate = ['generate', '-c', project.config, '--max-failures', '20%'];
    for (const code of [69, 69]) {
      const exit = await syndisco(generate);
      expect(exit.code).toBe(code);
      expect(exit.stderr).toContain('[SYNDISCO_TOO_MANY_FAILURES]');
    }
    const exit = await syndisco([...generate.slice(0, 3), '--max-failures', '25%']);
    expect(exit.code).toBe(1);
    expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(3);
  });
});
