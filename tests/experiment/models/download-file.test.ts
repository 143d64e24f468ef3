import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadFile } from '../../../src/experiment/models/download-file.js';
import { commit, contentOf, startHub, sumOf } from '../../cli/models/start-hub.js';

it('when a small file arrives slowly, then never more of it is told than the hub has sent', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-download-'));
  const content = contentOf(6);
  const path = 'Debater-Q8_0.gguf';
  await using hub = await startHub('org/debater', { [path]: content }, { pauseMs: 30 });
  const told: number[] = [];
  await downloadFile({
    hub: { endpoint: hub.url, headers: {}, hasToken: false },
    url: `${hub.url}/org/debater/resolve/${commit}/${path}`,
    file: { path, bytes: content.length, sha256: sumOf(content) },
    to: join(dir, 'weights'),
    onProgress: (bytes) => told.push(bytes - hub.sentBytes),
  });
  expect((await readFile(join(dir, 'weights'))).equals(content)).toBe(true);
  await rm(dir, { recursive: true });
  // Each stream may have a piece on its way that the hub has not counted yet, and the last chunk counts as a whole one.
  expect(Math.max(...told)).toBeLessThan(1_000_000);
});
