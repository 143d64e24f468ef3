import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheDir } from '../../src/models/hub-cache.js';

it.each([
  [{ HF_HOME: '~/weights' }, join(homedir(), 'weights/hub')],
  [{ HF_HUB_CACHE: '~/cache' }, join(homedir(), 'cache')],
  [{ XDG_CACHE_HOME: '~/x' }, join(homedir(), 'x/huggingface/hub')],
  [{ HF_HOME: '/data/my weights' }, '/data/my weights/hub'],
  [{ HF_HOME: '/data/~/weights' }, '/data/~/weights/hub'],
])('when the environment says %j, then the cache is where the tools of Hugging Face look for it', (env, dir) => {
  expect(cacheDir(env)).toBe(dir);
});
