import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';
import { runNode, root, syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

/** An engine that does `body` at its third request, and answers all of them. */
const engine = (body: string): string => `
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
let calls = 0;
export const load = () => ({
  slots: 1,
  model: { fingerprint: 'town-hall-1' },
  async generate() {
    if (++calls === 3) { ${body} }
    await delay(30);
    return 'Fewer cars.';
  },
});
`;

async function generateWith(body: string): Promise<{ exit: Exit; file: string } & Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeIn(project.dir, { 'engine.mjs': engine(body) });
  await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
  const exit = await syndisco(['generate', '-c', project.config, '--json']);
  return { ...project, exit, file: join(project.dir, 'engine.mjs') };
}

describe("an engine of the user's that throws late", () => {
  test.each([
    ['in a timer', "setTimeout(() => { throw new Error('CUDA error'); });", 'CUDA error'],
    ['in a timer, and no error', 'setTimeout(() => { throw null; });', 'null'],
    ['in a promise that nobody awaits', "void Promise.reject(new Error('CUDA error'));", 'CUDA error'],
    ['in a promise that nobody awaits, and no error', "void Promise.reject('CUDA error');", 'CUDA error'],
    ['in a socket that nobody watches', "connect(1, '127.0.0.1');", 'ECONNREFUSED'],
  ])('when it does so %s, then the run ends with 69 and names it', async (_, body, reason) => {
    await using made = await generateWith(body);
    expect(made.exit.code, made.exit.stderr).toBe(69);
    const [problem] = problemsOf(made.exit);
    expect(problem).toMatchObject({ code: 'SYNDISCO_BACKEND_MODULE_INVALID', where: { file: made.file } });
    expect(problem?.what).toContain(`${made.file} threw an error that nothing caught`);
    expect(problem?.what).toContain(reason);
    await writeIn(made.dir, { 'engine.mjs': engine('') });
    const again = await syndisco(['generate', '-c', made.config, '--json']);
    expect(again.code, again.stderr).toBe(0);
  });
});

describe('a module that is repaired in the middle of a run', () => {
  test('when it states no fingerprint, then the refusal tells how to say that its model is the same', async () => {
    await using project = await townHallProject();
    const plain = (body: string, more = ''): string => `
      let calls = 0;
      export const load = () => ({ ${more} async generate() { if (++calls === 3) { ${body} } return 'Fewer cars.'; } });`;
    const generate = async (module: string): Promise<Exit> => {
      await writeIn(project.dir, { 'engine.mjs': module });
      return syndisco(['generate', '-c', project.config, '--json']);
    };
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    const broken = await generate(
      plain("setTimeout(() => { throw new Error('CUDA error'); }); await new Promise(() => {});"),
    );
    expect(broken.code, broken.stderr).toBe(69);
    const refused = await generate(plain(''));
    expect(refused.code, refused.stderr).toBe(78);
    const [problem] = problemsOf(refused);
    expect(problem).toMatchObject({ code: 'SYNDISCO_MODEL_CHANGED', path: 'model_parameters.general.library_type' });
    expect(problem?.todo).toContain('let load return model: { fingerprint }');
    const before = /had the fingerprint ("[^"]+")/.exec(problem?.what ?? '')?.[1] ?? '';
    const again = await generate(plain('', `model: { fingerprint: ${before} },`));
    expect(again.code, again.stderr).toBe(0);
  });
});

describe("an engine of the user's that throws at its start", () => {
  test.each([
    ['load', "export const load = () => { throw new Error('no CUDA device'); };"],
    [
      'countTokens',
      "export const load = () => ({ generate: () => 'Yes.', countTokens() { throw new Error('no CUDA device'); } });",
    ],
  ])('when its %s throws, then the run ends with 69 and names it', async (_, code) => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'engine.mjs': code });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    const exit = await syndisco(['generate', '-c', project.config, '--json']);
    expect(exit.code, exit.stderr).toBe(69);
    const [problem] = problemsOf(exit);
    expect(problem?.what).toContain('no CUDA device');
    expect(problem?.where?.file).toBe(join(project.dir, 'engine.mjs'));
  });
});

describe('a process that may open few files', () => {
  test.each([20, 32, 64])(
    'when it may open %i, then it does its work, or says so in one line with 74',
    async (limit) => {
      await using project = await townHallProject();
      const shell = `ulimit -n ${limit}; exec "$0" "$@"`;
      const exit = await runNode([join(root, 'bin/syndisco.js'), 'run', '-c', project.config], { shell });
      expect([0, 74]).toContain(exit.code);
      if (exit.code === 74) expect(exit.stderr).toMatch(/^[^\n]*ulimit -n[^\n]*\[SYNDISCO_STORAGE_IO\]\n$/);
      const again = await syndisco(['run', '-c', project.config]);
      expect(again.code, again.stderr).toBe(0);
    },
  );
});
