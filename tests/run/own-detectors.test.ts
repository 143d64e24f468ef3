import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DetectedReply } from '../../src/discussion/judge-reply.js';
import { ownDetectors } from '../../src/run/own-detectors.js';

it('when a detector has failed at a reply, then it is not asked about those that come while the run ends', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'syndisco-detector-')), 'mine.mjs');
  await writeFile(file, 'let asked = 0;\nexport const finds = () => { throw new Error(`asked ${(asked += 1)}`); };\n');
  const detect = await ownDetectors(new Map([['mine', file]]));
  const reply = { raw: 'Hello.', known: { history: [] }, where: 'turn 1' } as unknown as DetectedReply;
  for (let replies = 0; replies < 3; replies += 1) expect(() => detect?.(reply)).toThrow('asked 1');
});
