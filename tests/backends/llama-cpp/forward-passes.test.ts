import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LlamaModel } from 'node-llama-cpp';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import type { BatchPort } from '../../../src/backends/llama-cpp/batch-port.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { demoGguf } from '../../town-hall/model.js';
import { countTokens, decodeTask, holdDiscussions, personaWorkload } from './persona-workload.js';

const script = fileURLToPath(new URL('children/count-passes.ts', import.meta.url));

/** The alarm: if a new node-llama-cpp or llama.cpp batches otherwise, these fail, and a run would be twice as slow. */
describe('what llama.cpp makes of our batches', () => {
  it('when eight replies of equal length are made, then every step is one forward pass with all eight in it', async () => {
    const length = 24;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, '8', String(length)], {
      env: { ...process.env, LLAMA_BATCH_DEBUG: '1' },
    });
    const { decodes, passes } = JSON.parse(stdout) as { decodes: number; passes: number[] };
    expect(passes.length / decodes).toBe(1);
    expect(passes.slice(-(length - 1))).toEqual(Array.from({ length: length - 1 }, () => 8));
    expect(passes).toHaveLength(2 + length - 1);
  });
});

describe('prompt tokens of discussions with personas', () => {
  let model: LlamaModel;
  let counted: ReturnType<typeof countTokens>;
  const load = { ...personaWorkload, spokenTokens: 2 };
  beforeAll(async () => {
    const { llama } = await startRuntime(1, () => undefined);
    model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
    const size = { contextTokens: 768, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
    const context = await openContext(model, { sequences: load.discussions + load.personas, ...size });
    counted = countTokens(openBatchPort(llama, model, context) ?? fail());
  });
  afterAll(() => model.dispose());

  it('when eight discussions are held at once, then at most 55 % of the prompt tokens are evaluated', async () => {
    const options = { slots: load.discussions, prefixes: load.personas, canKeepPrefix: true, warn: () => undefined };
    const decoder = new BatchDecoder(counted.port, options);
    const asked = await holdDiscussions(load, 4000, (turn) => decoder.decode(decodeTask(turn)));
    const spoken = load.discussions * load.turns * (load.spokenTokens - 1); // the last one is never evaluated
    expect((counted.counts.tokens - spoken) / asked).toBeLessThanOrEqual(0.55);
  });
});

function fail(): BatchPort {
  throw new Error('the internals of node-llama-cpp are not as expected');
}
