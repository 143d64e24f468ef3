/**
 * Lets the bundled model make replies of equal length and prints what llama.cpp itself says about its forward passes.
 * Needs LLAMA_BATCH_DEBUG=1 in its environment. Prints JSON: `decodes` asked of llama.cpp, tokens of each forward pass.
 */
import { LlamaLogLevel } from 'node-llama-cpp';
import { BatchDecoder } from '../../../../src/backends/llama-cpp/batch-decoder.js';
import { openBatchPort } from '../../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../../src/backends/llama-cpp/open-context.js';
import { startRuntime } from '../../../../src/backends/llama-cpp/start-runtime.js';
import { demoGguf } from '../../../town-hall/model.js';

const [, , replies = '8', length = '32'] = process.argv;
const slots = Number(replies);
const { llama } = await startRuntime(1, () => undefined);
const model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
const size = { contextTokens: 256, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
const context = await openContext(model, { sequences: slots * 2, ...size });
const port = openBatchPort(llama, model, context);
if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
const decoder = new BatchDecoder(port, { slots, prefixes: slots, canKeepPrefix: true, warn: () => undefined });

let said = '';
llama.logLevel = LlamaLogLevel.debug;
llama.logger = (_level, message) => {
  said += message;
};
const prompt = model.tokenize('The city should make all buses free.');
const speak = (job: number): Promise<void> => {
  let heard = 0;
  return decoder.decode({
    order: [job, 0],
    prompt,
    prefixLength: 4,
    sampling: { temperature: 0.8, topP: 0.95, seed: job },
    signal: new AbortController().signal,
    onToken: () => ++heard < Number(length),
  });
};
await Promise.all(Array.from({ length: slots }, (_, job) => speak(job)));
await new Promise((resolve) => setTimeout(resolve, 300)); // its log lines arrive from another thread
const tokensOf = (section: string): number => Number(/n_tokens\s+= (\d+)/.exec(section)?.[1]);
const decodes = said.split('input batch info:').length - 1;
const passes = said.split('added ubatch to split:').slice(1).map(tokensOf);
process.stdout.write(JSON.stringify({ decodes, passes }));
process.exit(0);
