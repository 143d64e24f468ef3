import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Notice } from '../../src/notify/notice.js';
import { webhookChannel } from '../../src/notify/webhook-channel.js';
import { startHook } from './hook-server.js';

const notice: Notice = {
  message: 'town-hall: done',
  event: 'done',
  study: 'town-hall',
  status: '',
  done: '4',
  total: '4',
  elapsed: '1 s',
  host: 'node07',
  run_dir: '/runs/town-hall',
  reason: 'it said "no"\n\\ and more',
};

async function send(url: string): Promise<string | undefined> {
  process.env['TOWN_HOOK'] = url;
  onTestFinished(() => {
    delete process.env['TOWN_HOOK'];
  });
  return webhookChannel({ urlEnv: 'TOWN_HOOK', body: { text: '{reason} {other} ${study}' } }).send(notice);
}

function selfSigned(): { key: string; cert: string } {
  const dir = mkdtempSync(join(tmpdir(), 'syndisco-tls-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true });
  });
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=elsewhere', '-days', '2'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

const lacksOpenssl = process.env['CI'] === undefined && spawnSync('openssl', ['version']).status !== 0;

it.skipIf(lacksOpenssl)(
  'when a certificate is not trusted, then nothing is sent, and the reason is a code without the address',
  async () => {
    await using hook = await startHook(undefined, selfSigned());
    expect(await send(hook.url)).toBe('the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)');
    expect(hook.bodies).toEqual([]);
  },
);

it('when a reason has quotes and line breaks, then the body is JSON all the same, and what is no placeholder stays', async () => {
  await using hook = await startHook();
  expect(await send(hook.url)).toBeUndefined();
  expect(JSON.parse(hook.bodies[0] ?? '')).toEqual({ text: `${notice.reason} {other} \${study}` });
});

it('when a server quotes the address in its answer, then nothing of the answer is shown', async () => {
  await using hook = await startHook((response, { url }) => response.writeHead(404).end(`no hook ${url ?? ''}\n`));
  expect(await send(hook.url)).toBe('it answered with 404, and with a part of its address, which is not shown');
});
