import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, demoGguf, llamaCppOptions, modelConfig, unhurried } from '../../town-hall/model.js';

/** A context that is collected before its model is closed leaves the model waiting for it for ever. */
it('when memory was collected since the model was loaded, then it still speaks, and closes', async () => {
  const options = { options: llamaCppOptions({ inferenceThreads: 1, parallel: 2 }) };
  const backend = await loadBackend(modelConfig('llama_cpp', demoGguf, options), () => undefined);
  for (let round = 0; round < 5; round++) {
    collectMemory();
    await sleep(50);
  }
  expect((await backend.generate(busRequest(), unhurried)).text).not.toBe('');
  const closed = backend.close().then(() => 'closed');
  expect(await Promise.race([closed, sleep(20_000, 'still waiting')])).toBe('closed');
});

function collectMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}
