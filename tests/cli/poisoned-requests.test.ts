import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { comment, complain, startServer, type Behaviour, type FaultyServer } from '../backends/openai/faulty-server.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

/** Ends what it begins with the first requests of so many discussions, again and again. */
function poisonFirst(discussions: number, fault: Behaviour): Behaviour {
  const poisoned = new Set<number>();
  return (response, body, count) => {
    const isProbe = body.max_tokens === 1;
    if (!isProbe && poisoned.size < discussions) poisoned.add(body.seed);
    (poisoned.has(body.seed) && !isProbe ? fault : comment())(response, body, count);
  };
}

const fails: Behaviour = (response) => {
  complain(response, 500, 'CUDA error');
};

async function projectOn({ url }: FaultyServer): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('{ library_type: scripted', '{ library_type: openai');
  await project.edit(
    '  scripted: { slots: 4 }',
    `  openai: { base_urls: ['${url}'], give_up_after_s: 2, timeout_s: 3 }`,
  );
  await project.edit('num_experiments: 4', 'num_experiments: 8');
  return project;
}

async function files(project: Project, folder: string): Promise<string[]> {
  return (await readdir(join(project.dir, 'run', folder))).filter((name) => name.endsWith('.json'));
}

describe.concurrent('requests that no server answers', () => {
  it.for<[string, Behaviour]>([
    ['fails', fails],
    ['hangs', () => undefined],
  ])(
    'when one %s for ever, then its job is given up, and the others are made and annotated',
    async ([, fault], { expect }) => {
      await using server = await startServer(poisonFirst(1, fault));
      await using project = await projectOn(server);
      const exit = await syndisco(['run', '-c', project.config]);
      expect(exit.code, exit.stderr).toBe(1);
      expect(await files(project, 'discussions')).toHaveLength(7);
      expect(await files(project, 'annotations')).toHaveLength(14);
      const [failed = ''] = await files(project, 'failures');
      const story: unknown = JSON.parse(await readFile(join(project.dir, 'run/failures', failed), 'utf8'));
      expect(story).toMatchObject({ code: 'SYNDISCO_REQUEST_FAILED', tries: 5 });
    },
  );

  it('when those of five discussions in a row do, then the sixth to the eighth are made', async ({ expect }) => {
    await using server = await startServer(poisonFirst(5, fails));
    await using project = await projectOn(server);
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(1);
    expect(await files(project, 'discussions')).toHaveLength(3);
    expect(await files(project, 'failures')).toHaveLength(5);
  });

  it('when the server dies in the middle, then the run ends with 69, and the same command goes on where it was', async ({
    expect,
  }) => {
    await using server = await startServer();
    server.behave = (response, body, count) => {
      (count < 20 ? comment() : fails)(response, body, count);
    };
    await using project = await projectOn(server);
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(69);
    expect(exit.stderr).toContain('[SYNDISCO_ENGINE_DEAD]');
    expect(await files(project, 'failures')).toEqual([]);
    const answered = server.bodies.slice(0, 20).map(({ seed }) => seed);
    const before = server.bodies.length;
    server.behave = comment();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    expect(await files(project, 'discussions')).toHaveLength(8);
    const again = server.bodies.slice(before).filter(({ seed }) => answered.includes(seed));
    expect(again).toEqual([]);
  });
});
