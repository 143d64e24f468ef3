import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, syndisco, townHallProject } from '../syndisco.js';
import { startHub } from './start-hub.js';

const uri = 'hf:town-hall/Syndisco-Demo-GGUF:Q8_0';

it('when a config names a model on the hub, then a run asks to pull it first, and runs without network afterwards', async () => {
  const weights = await readFile(join(root, 'examples/models/syndisco-demo-q8_0.gguf'));
  const home = await mkdtemp(join(tmpdir(), 'syndisco-hub-'));
  await using project = await townHallProject();
  await project.edit('library_type: scripted', `library_type: llama_cpp, model_path: '${uri}'`);
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    syndisco([...args, '-c', project.config], {
      env: { HF_HOME: home, HF_ENDPOINT: 'http://127.0.0.1:9', HF_TOKEN: '', ...env },
    });

  const refused = await run(['generate']);
  expect([refused.code, refused.stderr]).toEqual([66, expect.stringContaining(`Run: syndisco models pull ${uri}`)]);
  const doctor = await run(['doctor', '--json']);
  expect(doctor.stdout).toContain(`Run: syndisco models pull ${uri}`);
  {
    await using hub = await startHub('town-hall/Syndisco-Demo-GGUF', { 'syndisco-demo-q8_0.gguf': weights });
    const pulled = await run(['models', 'pull', '--json'], { HF_ENDPOINT: hub.url });
    expect(JSON.parse(pulled.stdout)).toMatchObject({ models: [{ uri, bytes: weights.length, was_here: false }] });
  }
  expect((await run(['models', 'pull'])).stdout).toContain('are here.');
  expect(JSON.parse((await run(['models', 'list', '--json'])).stdout)).toMatchObject({ models: [{ uri }] });
  expect((await run(['plan'])).code).toBe(0);
  const made = await run(['generate'], { HF_HUB_OFFLINE: '1' });
  expect(made.code, made.stderr).toBe(0);
  await rm(home, { recursive: true, force: true });
}, 300_000);
