import { expect, it } from 'vitest';
import { readLimits } from '../../../src/backends/openai/read-limits.js';
import { modelConfig, openaiOptions } from '../../town-hall/model.js';
import { startServer } from './faulty-server.js';

it.each([
  ['a little', 10, { slots: 4 }],
  ['more than any answer may have', 17 * 1024 * 1024, {}],
])('when a server says %s of itself, then it is read within the limits of an answer', async (_, length, expected) => {
  await using server = await startServer();
  server.pages['/props'] = () => ({ total_slots: 4, padding: 'x'.repeat(length) });
  const options = openaiOptions({ baseUrls: [server.url] });
  expect(await readLimits(modelConfig('openai', '', { options }))).toEqual([{ url: server.url, ...expected }]);
});
