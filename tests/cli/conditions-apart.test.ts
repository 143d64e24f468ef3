import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startServer, type FaultyServer } from '../backends/openai/faulty-server.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

/** Two districts that differ only in how the model is asked; each has its own first sentence, so that its requests are known. */
async function twoDistricts(openai: string, north: string, south: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('{ library_type: scripted', '{ library_type: openai');
  await project.edit('scripted: { slots: 4 }', `openai: { ${openai} }`);
  await project.edit('num_experiments: 4', 'num_experiments: 2');
  const level = (name: string, override: string): string =>
    `      ${name}: { model_parameters.openai.${override}, discussions.experiment_variables.context_prompt: District ${name}. }\n`;
  const matrix = `matrix:\n  factors:\n    district:\n${level('north', north)}${level('south', south)}`;
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + matrix);
  return project;
}

const districtsOf = ({ bodies }: FaultyServer): Set<string> =>
  new Set(bodies.map(({ messages }) => /District (\w+)\./.exec(messages[0]?.content ?? '')?.[1] ?? 'none'));

describe('conditions that differ only in an option of the engine', () => {
  it('when each has servers of its own, then each server gets the requests of its condition and no others', async () => {
    await using north = await startServer();
    await using south = await startServer();
    await using project = await twoDistricts(
      `base_urls: ['${north.url}']`,
      `base_urls: ['${north.url}']`,
      `base_urls: ['${south.url}']`,
    );
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect([districtsOf(north), districtsOf(south)]).toEqual([new Set(['north']), new Set(['south'])]);
  });

  it('when each has an extra_body of its own, then its requests carry that one', async () => {
    await using server = await startServer();
    await using project = await twoDistricts(
      `base_urls: ['${server.url}']`,
      'extra_body: { reasoning_effort: low }',
      'extra_body: { reasoning_effort: high }',
    );
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const pairs = server.bodies.map((body) => {
      const district = /District (\w+)\./.exec(body.messages[0]?.content ?? '')?.[1];
      return `${district ?? 'none'} ${String(Reflect.get(body, 'reasoning_effort'))}`;
    });
    expect(new Set(pairs)).toEqual(new Set(['north low', 'south high']));
  });
});
