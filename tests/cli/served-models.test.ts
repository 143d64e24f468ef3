import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { json, startServer, type FaultyServer } from '../backends/openai/faulty-server.js';
import { serveLikeLlama, serveLikeVllm } from '../backends/openai/serve-template.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

async function projectOn({ url }: FaultyServer): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('{ library_type: scripted', '{ library_type: openai');
  await project.edit('  scripted: { slots: 4 }', `  openai: { base_urls: ['${url}'] }`);
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  return project;
}

async function documentsIn(project: Project, folder: string): Promise<Record<string, unknown>[]> {
  const dir = join(project.dir, 'run', folder);
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
}

it('when replies name another model, then the documents name both, and one warning says so', async () => {
  await using server = await startServer((response) => {
    const choices = [{ message: { content: 'Free buses.' }, finish_reason: 'stop' }];
    json(response, 200, { model: 'river-70b', choices });
  });
  await using project = await projectOn(server);
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  const [discussion] = await documentsIn(project, 'discussions');
  const [annotation] = await documentsIn(project, 'annotations');
  for (const document of [discussion, annotation])
    expect(document).toMatchObject({ model: { served_model: 'town-hall-7b' } });
  expect(discussion?.['logs']).toContainEqual(expect.objectContaining({ served_model: 'river-70b' }));
  expect(annotation?.['comments']).toContainEqual(expect.objectContaining({ served_model: 'river-70b' }));
  const logs = (await readdir(join(project.dir, 'logs'))).filter((name) => name.endsWith('.log'));
  const log = await readFile(join(project.dir, 'logs', logs[0] ?? ''), 'utf8');
  expect(log.split('replies as')).toHaveLength(2);
});

it('when a run is continued and the server lists another model, then it is refused at model_path', async () => {
  await using server = await startServer();
  await using project = await projectOn(server);
  expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
  const asked = server.bodies.length;
  server.list = (response) => {
    json(response, 200, { data: [{ id: 'river-70b' }] });
  };
  const exit = await syndisco(['annotate', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(78);
  expect(exit.stderr).toContain('[SYNDISCO_MODEL_CHANGED]');
  expect(exit.stderr).toMatch(/"town-hall-7b".*"river-70b"/);
  expect(server.bodies).toHaveLength(asked);
});

it.each([
  ['llama-server', serveLikeLlama],
  ['vLLM', serveLikeVllm],
])('when a run is continued and a server like %s has another chat template, then it is refused', async (_, serve) => {
  await using server = await startServer();
  const template = "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}";
  serve(server, template);
  await using project = await projectOn(server);
  expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
  const asked = server.bodies.length;
  serve(server, template.replace('<', '['));
  const exit = await syndisco(['annotate', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(78);
  expect(exit.stderr).toContain('[SYNDISCO_MODEL_CHANGED]');
  expect(exit.stderr).toContain('chat template');
  expect(server.bodies).toHaveLength(asked);
});
