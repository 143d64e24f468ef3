import { existsSync } from 'node:fs';
import { mkdtemp, open as openFile, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSyndisco, syndisco, type Exit } from '../syndisco.js';
import { commit, contentOf, startHub, sumOf, type Hub, type HubWays } from './start-hub.js';

const repo = 'town-hall/Debater-7B-Instruct-GGUF';
const uri = `hf:${repo}:Q4_K_M`;
const token = 'hf_townHallToken0123456789';

describe('models pull', () => {
  let home: string;
  let hub: Hub;
  const weights = contentOf(24);
  const open = async (
    ways: HubWays = {},
    files: Record<string, Buffer> = { 'Debater-7B-Instruct-Q4_K_M.gguf': weights },
  ) => (hub = await startHub(repo, files, ways));
  const env = (more: NodeJS.ProcessEnv = {}) => ({ HF_HOME: home, HF_ENDPOINT: hub.url, HF_TOKEN: '', ...more });
  const models = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Exit> =>
    syndisco(['models', ...args], { env: env(more), cwd: home });
  const snapshot = (file = 'Debater-7B-Instruct-Q4_K_M.gguf'): string =>
    join(home, 'hub', `models--${repo.replace('/', '--')}`, 'snapshots', commit, file);
  const bytesOnDisk = async (): Promise<number> => {
    const names = await blobs().catch(() => []);
    const found = names[0] === undefined ? undefined : await stat(join(snapshot(), '../../../blobs', names[0]));
    return found ? found.blocks * 512 : 0;
  };
  const blobs = (): Promise<string[]> => readdir(join(home, 'hub', `models--${repo.replace('/', '--')}`, 'blobs'));
  const pulls = async (args = ['pull', uri], more: NodeJS.ProcessEnv = {}): Promise<Exit> => {
    const exit = await models(args, more);
    expect(exit.code, exit.stderr).toBe(0);
    return exit;
  };
  const refuses = async (code: string, args = ['pull', uri], more: NodeJS.ProcessEnv = {}): Promise<Exit> => {
    const exit = await models(args, more);
    expect(exit.stderr).toContain(`[${code}]`);
    expect(existsSync(snapshot())).toBe(false);
    return exit;
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'syndisco-hub-'));
  });
  afterEach(async () => {
    await hub[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });

  it('when a model is pulled, then it lies in the cache of Hugging Face, by its sum; a second time nobody is asked', async () => {
    await open();
    const { stdout } = await pulls();
    expect(stdout).toContain(snapshot());
    expect((await readFile(snapshot())).equals(weights)).toBe(true);
    expect(await readlink(snapshot())).toBe(`../../blobs/${sumOf(weights)}`);
    expect(await readFile(join(snapshot(), '../../../refs/main'), 'utf8')).toBe(commit);
    expect(await blobs()).toEqual([sumOf(weights)]);
    const asked = hub.requests.length;
    expect((await pulls(['pull', uri], { HF_HUB_OFFLINE: '1' })).stdout).toContain(`${uri} is here`);
    expect(hub.requests.length).toBe(asked);
  });

  it('when connections break off, then the download goes on where each stopped', async () => {
    await open({ drop: { afterBytes: 4_000_000, times: 3 } });
    await pulls();
    expect(sumOf(await readFile(snapshot()))).toBe(sumOf(weights));
    expect(hub.ways.drop?.times).toBe(0);
  });

  it('when the program is killed in the middle, then the next pull goes on', async () => {
    const large = contentOf(60);
    await open({ pauseMs: 15 }, { 'Debater-7B-Instruct-Q4_K_M.gguf': large });
    const { child, exit } = startSyndisco(['models', 'pull', uri], { env: env(), cwd: home });
    while ((await bytesOnDisk()) < 20_000_000) await delay(20);
    child.kill('SIGKILL');
    await exit;
    expect(existsSync(snapshot())).toBe(false);
    expect((await models(['list'])).stdout).toMatch(new RegExp(`${repo}: .* MB of a download that is not finished`));
    hub.ways = {};
    hub.sentBytes = 0;
    await pulls();
    expect(sumOf(await readFile(snapshot()))).toBe(sumOf(large));
    expect(hub.sentBytes).toBeLessThan(50_000_000);
    expect(await blobs()).toEqual([sumOf(large)]);
  });

  it('when what arrives is not what the hub has, then it is removed, and not used', async () => {
    await open({ corrupts: true });
    const { code } = await refuses('SYNDISCO_MODEL_CORRUPT');
    expect(code).toBe(65);
    expect(await blobs()).toEqual([]);
    hub.ways = {};
    await pulls();
  });

  it.each(['same', 'other'] as const)(
    'when the hub redirects to the %s server, then only the hub sees the token',
    async (redirects) => {
      await open({ redirects, token });
      const exit = await pulls(['pull', uri, '--debug'], { HF_TOKEN: token });
      expect(sumOf(await readFile(snapshot()))).toBe(sumOf(weights));
      const served = hub.requests.filter(({ url }) => url.startsWith('/stored/'));
      expect(served.length).toBeGreaterThan(1);
      for (const { server, authorization } of hub.requests)
        expect(authorization).toBe(server === 'hub' ? `Bearer ${token}` : undefined);
      for (const secret of [token, 'signature']) expect(exit.stdout + exit.stderr).not.toContain(secret);
    },
  );

  it('when the token is in the file of huggingface-cli, then it is used', async () => {
    await open({ token });
    await writeFile(join(home, 'token'), `${token}\n`);
    await pulls();
  });

  it.each([
    [401, 'SYNDISCO_HUB_DENIED', 'HF_TOKEN'],
    [403, 'SYNDISCO_HUB_DENIED', 'accept them'],
    [404, 'SYNDISCO_HUB_NOT_FOUND', 'Check the name'],
  ])('when the hub answers %i, then the error says what to do', async (status, code, todo) => {
    await open({ refuse: { status, times: 9 } });
    expect((await refuses(code)).stderr).toContain(todo);
  });

  it('when the hub asks to wait, then the program waits and goes on', async () => {
    await open({ refuse: { status: 429, times: 2, headers: { 'retry-after': '1' } } });
    await pulls();
  });

  it('when a signed address is refused, then neither it nor the token is shown', async () => {
    await open({ redirects: 'other', token });
    const files = hub.requests;
    const exit = await models(['pull', `hf:${repo}:Q8_0`, '--debug'], { HF_TOKEN: token });
    expect(exit.stderr).toContain('has no Q8_0');
    expect(files.length).toBe(1);
    expect(exit.stderr).not.toContain(token);
  });

  it('when the list has another length than the file, then nothing is downloaded', async () => {
    await open({ listsMore: 7 });
    expect((await refuses('SYNDISCO_MODEL_CORRUPT')).stderr).toContain(`${weights.length + 7} bytes in the list`);
    expect(hub.sentBytes).toBeLessThan(1_000_000);
  });

  it('when a server sends only whole files, then they are downloaded in one go', async () => {
    await open({ ignoresRanges: true });
    await pulls();
    expect(sumOf(await readFile(snapshot()))).toBe(sumOf(weights));
  });

  it('when a server that sends only whole files breaks off, then the error says so, and another try works', async () => {
    await open({ ignoresRanges: true, drop: { afterBytes: 9_000_000, times: 2 } });
    await refuses('SYNDISCO_HUB_UNREACHABLE');
    await pulls();
    expect(sumOf(await readFile(snapshot()))).toBe(sumOf(weights));
  });

  it('when weights are split, then all parts are pulled, and the first is what is loaded', async () => {
    const parts = {
      'Q4_K_M/Debater-Q4_K_M-00001-of-00002.gguf': contentOf(6),
      'Q4_K_M/Debater-Q4_K_M-00002-of-00002.gguf': contentOf(7),
    };
    await open({ redirects: 'other' }, parts);
    const { stdout } = await pulls(['pull', uri, '--json']);
    const {
      models: [pulled],
    } = JSON.parse(stdout) as { models: [{ path: string; bytes: number }] };
    expect(pulled).toMatchObject({ path: snapshot('Q4_K_M/Debater-Q4_K_M-00001-of-00002.gguf'), bytes: 13_000_000 });
    for (const [name, content] of Object.entries(parts))
      expect((await readFile(snapshot(name))).equals(content)).toBe(true);
  });

  it('when HF_HUB_OFFLINE is set and the model is not here, then the error says why', async () => {
    await open();
    await refuses('SYNDISCO_HUB_UNREACHABLE', ['pull', uri], { HF_HUB_OFFLINE: '1' });
    expect(hub.requests).toEqual([]);
  });

  it('when two processes pull the same model, then the second says so', async () => {
    await open({ pauseMs: 15 });
    const { exit } = startSyndisco(['models', 'pull', uri], { env: env(), cwd: home });
    while (hub.sentBytes < 1_000_000) await delay(20);
    expect((await models(['pull', uri])).stderr).toContain('Another process downloads');
    expect((await exit).code).toBe(0);
  });

  it('when a blob is damaged later, then verify finds it; rm and pull repair it', async () => {
    await open();
    await pulls();
    expect((await models(['verify'])).stdout).toBe(`ok       ${uri}\n`);
    const file = await openFile(snapshot(), 'r+');
    await file.write(Buffer.from('x'), 0, 1, 5_000_000);
    await file.close();
    const found = await models(['verify', '--json']);
    expect([found.code, JSON.parse(found.stdout)]).toMatchObject([65, { models: [{ uri, is_intact: false }] }]);
    expect((await models(['rm', uri])).stdout).toContain('24 MB are free again');
    expect(await blobs()).toEqual([]);
    await pulls();
    expect((await models(['verify', uri])).code).toBe(0);
  });
});
