import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startSyndisco, syndisco, townHallProject } from './syndisco.js';

async function listen(port: number, counted: { replies: number }): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('/models')) {
      response.end(JSON.stringify({ data: [{ id: 'town', owned_by: 'vllm' }] }));
      return;
    }
    request.resume();
    counted.replies += 1;
    const message = { role: 'assistant', content: 'Free buses help.' };
    const usage = { prompt_tokens: 20, completion_tokens: 4 };
    setTimeout(() => {
      response.end(JSON.stringify({ model: 'town', choices: [{ message, finish_reason: 'stop' }], usage }));
    }, 100);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

it('when a server is killed and comes back, then status and log tell of both, and the run ends well', async () => {
  await using project = await townHallProject();
  await project.edit('library_type: scripted', 'library_type: openai');
  const counted = { replies: 0 };
  const first = await listen(0, counted);
  const { port } = first.address() as AddressInfo;
  await project.edit(
    'scripted: { slots: 4 }',
    `openai: { base_urls: ["http://127.0.0.1:${port}/v1"], max_in_flight: 1 }`,
  );
  const running = startSyndisco(['generate', '-c', project.config]);
  await expect.poll(() => counted.replies, { timeout: 30_000 }).toBeGreaterThan(6);
  await stop(first);
  const status = (): Promise<string> => syndisco(['status', '-c', project.config]).then(({ stdout }) => stdout);
  await expect
    .poll(status, { timeout: 40_000, interval: 500 })
    .toContain(`http://127.0.0.1:${port}/v1 has not answered for`);
  const second = await listen(port, counted);
  expect((await running.exit).code).toBe(0);
  await stop(second);
  const [file = ''] = await readdir(join(project.dir, 'logs'));
  const log = await readFile(join(project.dir, 'logs', file), 'utf8');
  expect(log).toMatch(/ warn .*a request to http:\S+ failed and will be sent again: the connection failed/);
  expect(log).toMatch(/ info .* answers again after \d+ s/);
}, 120_000);
