import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Failure } from '../../../src/generated/failure.js';
import { syndisco, townHallProject, writeIn, type Project } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

export const badJobs = {
  SYNDISCO_ANNOTATION_DUPLICATE_ID: [copiedAnnotation('export'), copiedAnnotation('verify'), copiedAnnotation('run')],
  SYNDISCO_REQUEST_FAILED: [
    {
      when: 'an engine fails for good',
      reach: () => failedJob({ body: 'throw new Error("CUDA error")', args: [], tries: 3 }),
    },
  ],
  SYNDISCO_REQUEST_REFUSED: [
    {
      when: 'an engine answers with nonsense',
      reach: () => failedJob({ body: 'return 42;', args: [], tries: 1 }),
    },
  ],
  SYNDISCO_REQUEST_TIMED_OUT: [
    {
      when: 'an engine hangs',
      reach: () =>
        failedJob({
          body: 'await new Promise(() => setInterval(() => undefined, 1e6));',
          args: ['--request-deadline', '0.3'],
          tries: 3,
        }),
    },
  ],
  SYNDISCO_TOO_MANY_INVALID_LABELS: [
    {
      when: 'an engine answers in prose, and a tenth of the labels at most may be invalid',
      reach: async () => {
        await using project = await withEngine('return "Fewer cars, please.";');
        const metrics = 'metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }';
        await project.edit('annotation:\n', `annotation:\n  max_invalid_labels: 0.1\n  ${metrics}\n`);
        const exit = await syndisco(['run', '-c', project.config]);
        expect(exit.code).toBe(69);
        expect(exit.stderr).toMatch(/5\d of 5\d labels of toxicity are invalid/);
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_TOO_MANY_FAILURES: [
    {
      when: 'more fail than are allowed, and the next run says so before it makes anything',
      reach: async () => {
        await using project = await withEngine('throw new Error("CUDA error")');
        const generate = ['generate', '-c', project.config, '--max-failures'];
        const exits = [await syndisco([...generate, '20%']), await syndisco([...generate, '20%'])];
        expect(exits.map(({ code }) => code)).toEqual([69, 69]);
        expect((await syndisco([...generate, '25%'])).code).toBe(1);
        expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(3);
        const [first = [], second = []] = exits.map(codesIn);
        expect(second).toEqual(first);
        return first;
      },
    },
  ],
  SYNDISCO_REPEATS_SHRANK: [
    {
      when: 'a panel is to annotate less often than before',
      args: ['annotate', '--set', 'annotation.repeats=2'],
      prepare: async ({ config }) => syndisco(['run', '-c', config, '--set', 'annotation.repeats=3']),
      at: '--set annotation.repeats=2',
    },
  ],
} satisfies ErrorCases;

interface BadJob {
  body: string;
  args: readonly string[];
  tries: number;
}

/** The code of a job that cannot be made; the others are made, and the next run leaves it alone. */
async function failedJob({ body, args, tries }: BadJob): Promise<string[]> {
  await using project = await withEngine(body);
  const generate = ['generate', '-c', project.config, '--json', ...args];
  const exit = await syndisco(generate);
  expect(exit.code, exit.stderr).toBe(1);
  expect(JSON.parse(exit.stdout)).toMatchObject({ made: [{ done: 3, failed: 1 }] });
  const failure = await failureOf(project);
  expect(failure.tries).toBe(tries);
  expect(failure.causes).toHaveLength(1);
  expect((await syndisco(generate)).code).toBe(1);
  expect((await failureOf(project)).at).toBe(failure.at);
  const well = "export const load = () => ({ model: { fingerprint: 'town' }, generate: () => 'Agreed.' });";
  await writeIn(project.dir, { 'engine.mjs': well });
  expect(await syndisco([...generate, '--retry-failed'])).toMatchObject({ code: 0, stderr: '' });
  return [failure.code ?? 'none'];
}

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

/** A copy below the folder, which would double the rows of the annotation. */
function copiedAnnotation(command: string) {
  return {
    when: `${command} finds a copy of an annotation`,
    args: [command],
    prepare: async ({ dir, config }: Project): Promise<void> => {
      await syndisco(['run', '-c', config]);
      const annotations = join(dir, 'run/annotations');
      const bytes = await readFile(join(annotations, 'town-hall-0001--nora.json'));
      await writeIn(annotations, { 'old/town-hall-0001--nora (copy).json': bytes });
    },
    at: 'run/annotations/old/town-hall-0001--nora (copy).json:2:9',
  };
}
