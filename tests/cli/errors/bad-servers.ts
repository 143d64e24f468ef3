import { expect } from 'vitest';
import { comment, complain, json, startServer } from '../../backends/openai/faulty-server.js';
import { syndisco, townHallProject, type Project } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

export const badServers = {
  SYNDISCO_SERVER_DENIED: [
    {
      when: 'the key is wrong',
      reach: async () => {
        await using server = await startServer((response) => {
          complain(response, 401, 'Incorrect API key');
        });
        await using project = await onServer(server.url);
        const exit = await syndisco(['generate', '-c', project.config], { env: { OPENAI_API_KEY: 'sk-wrong' } });
        expect(exit.code).toBe(69);
        expect(exit.stderr).toContain('OPENAI_API_KEY');
        expect(exit.stdout + exit.stderr).not.toContain('sk-wrong');
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_SERVERS_DIFFER: [
    {
      when: 'two servers list different models',
      reach: async () => {
        await using server = await startServer();
        await using other = await startServer();
        other.list = (response) => {
          json(response, 200, { data: [{ id: 'river-70b' }] });
        };
        await using project = await onServer(`${server.url}', '${other.url}`);
        const exit = await syndisco(['generate', '-c', project.config]);
        expect(exit.code).toBe(78);
        expect([...server.bodies, ...other.bodies]).toEqual([]);
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_LABELS_UNSCORED: [
    {
      when: 'a mean is asked of a server without probabilities',
      reach: async () => {
        await using server = await startServer();
        await using project = await onServer(server.url);
        const metrics = 'metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }';
        await project.edit('annotation:\n', `annotation:\n  label: expected\n  ${metrics}\n`);
        const exit = await syndisco(['run', '-c', project.config]);
        expect(exit.code).toBe(78);
        expect(exit.stderr).toContain('only vLLM and llama-server');
        expect(server.bodies).toEqual([]);
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_ENGINE_DEAD: [
    {
      when: 'it says 429 for ever, and when it answers again, the same command goes on',
      reach: async () => {
        await using server = await startServer((response) => {
          complain(response, 429, 'slow down');
        });
        await using project = await onServer(server.url);
        const exit = await syndisco(['generate', '-c', project.config]);
        expect(exit.code).toBe(69);
        server.behave = comment();
        expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
        return codesIn(exit);
      },
    },
  ],
} satisfies ErrorCases;

async function onServer(url: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  const openai = `openai: { base_urls: ['${url}'], give_up_after_s: 1 }`;
  await project.edit('{ library_type: scripted', '{ library_type: openai');
  await project.edit('model_parameters:\n', `model_parameters:\n  ${openai}\n`);
  return project;
}
