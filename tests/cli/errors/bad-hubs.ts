import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { contentOf, startHub, type HubWays } from '../models/start-hub.js';
import { syndisco, type Exit } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

const repo = 'town-hall/Debater-GGUF';

export const badHubs = {
  SYNDISCO_MODEL_CORRUPT: [
    { when: 'a file is damaged on its way', reach: async () => codesIn(await pull(65, { corrupts: true })) },
    {
      when: 'a file has another length than the hub says',
      reach: async () => codesIn(await pull(65, { listsMore: 1 })),
    },
  ],
  SYNDISCO_HUB_DENIED: [
    {
      when: 'a model needs a token',
      reach: async () => {
        const exit = await pull(69, { token: 'hf_townHallToken0123456789' });
        expect(exit.stderr).toMatch(/accept them on its page first.* Set HF_TOKEN/);
        return codesIn(exit);
      },
    },
    {
      when: 'the token may not read it',
      reach: async () => {
        const wrong = 'hf_anotherToken9876543210';
        const exit = await pull(69, { token: 'hf_townHallToken0123456789' }, { env: { HF_TOKEN: wrong } });
        expect(exit.stdout + exit.stderr).not.toContain(wrong);
        expect(exit.stderr).toContain('Check that the token');
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_HUB_NOT_FOUND: [
    {
      when: 'the repository is mistyped',
      reach: async () => codesIn(await pull(66, {}, { uri: 'hf:town-hall/Debator-GGUF:Q4_K_M' })),
    },
    {
      when: 'the repository has no such quantization',
      reach: async () => {
        const exit = await pull(66, {}, { uri: `hf:${repo}:Q2_K` });
        expect(exit.stderr).toContain(`hf:${repo}/debater-q4_k_m.gguf`);
        return codesIn(exit);
      },
    },
    {
      when: 'no quantization is named',
      reach: async () => codesIn(await pull(66, {}, { uri: `hf:${repo}` })),
    },
  ],
  SYNDISCO_HUB_UNREACHABLE: [
    {
      when: 'something else than a hub answers',
      reach: async () => codesIn(await pull(69, { answers: '<html>Log in to the guest network</html>' })),
    },
    {
      when: 'downloads are forbidden',
      reach: async () => codesIn(await pull(69, {}, { env: { HF_HUB_OFFLINE: '1' } })),
    },
  ],
} as const satisfies ErrorCases;

async function pull(
  code: number,
  ways: HubWays,
  { uri = `hf:${repo}:Q4_K_M`, env = {} }: { uri?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Exit> {
  await using hub = await startHub(repo, { 'debater-q4_k_m.gguf': contentOf(1) }, ways);
  const home = await mkdtemp(join(tmpdir(), 'syndisco-hub-'));
  try {
    const args = ['models', 'pull', uri];
    const exit = await syndisco(args, { env: { HF_HOME: home, HF_ENDPOINT: hub.url, HF_TOKEN: '', ...env } });
    expect(exit.code, exit.stderr).toBe(code);
    return exit;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
