import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LlamaModel } from 'node-llama-cpp';
import { turnsOf, type Completion } from '../../../src/backends/backend.js';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import { openChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { generateReply, type Engine } from '../../../src/backends/llama-cpp/generate-reply.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { openModelTries } from '../../../src/backends/llama-cpp/score-label.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { discuss } from '../../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../../src/discussion/draft-discussion.js';
import { planDiscussions } from '../../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../../town-hall/experiment.js';
import { demoGguf, modelConfig, unhurried } from '../../town-hall/model.js';
import { countTokens } from './persona-workload.js';

const contextTokens = 2048;

/** What one discussion cost, in tokens. */
interface Cost {
  document: DiscussionDraft;
  /** Of all prompts together. */
  asked: number;
  /** Of prompts, without what was read before; up to one per reply too few, since the last one is not always read. */
  evaluated: number;
  /** What the prompts of an actor begin with, each time but the first. */
  shared: number;
}

describe('a discussion under each prompt layout, on the bundled model', () => {
  let model: LlamaModel;
  let engine: Engine;
  let counts: ReturnType<typeof countTokens>['counts'];
  beforeAll(async () => {
    const { llama } = await startRuntime(1, () => undefined);
    model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
    const size = { contextTokens, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
    const context = await openContext(model, { sequences: 5, ...size });
    const opened = openBatchPort(llama, model, context);
    if (!opened) throw new Error('the internals of node-llama-cpp are not as expected');
    const counted = countTokens(opened);
    counts = counted.counts;
    const { chat } = modelConfig('llama_cpp', demoGguf);
    engine = {
      ...{ model, contextTokens, thinkingTokens: 0, trieOf: openModelTries(model) },
      format: openChatFormat(model, { chat, thinkingTokens: 0, log: () => undefined }),
      decoder: new BatchDecoder(counted.port, { slots: 1, prefixes: 4, canKeepPrefix: true, warn: () => undefined }),
    };
  });
  afterAll(() => model.dispose());

  async function hold(promptLayout: string): Promise<Cost> {
    const { discussions, ...config } = townHallConfig({ turns: 8, historyLength: 6 });
    const [job] = planDiscussions(
      { ...config, ...(discussions && { discussions: { ...discussions, promptLayout } }) },
      townHallInputs(),
    );
    if (!job) throw new Error('no job');
    const before = counts.tokens;
    const completions: Completion[] = [];
    const met = new Set<string>();
    let shared = 0;
    const generator = discuss(job);
    let step = generator.next([]);
    while (!step.done) {
      const [request] = step.value;
      if (!request) throw new Error('no request');
      const completion = await generateReply(engine, request, { signal: unhurried, onStart: undefined });
      completions.push(completion);
      if (met.has(request.system)) shared += engine.format.render(request.system, turnsOf(request), false).prefixLength;
      met.add(request.system);
      step = generator.next([completion]);
    }
    const sum = (count: (of: Completion) => number | null): number =>
      completions.reduce((total, of) => total + (count(of) ?? 0), 0);
    return {
      document: step.value,
      asked: sum((of) => of.prompt_tokens),
      evaluated: counts.tokens - before - sum((of) => of.completion_tokens),
      shared,
    };
  }

  it('when it is held, then the model speaks, and what all prompts of an actor share is read once, under chat too', async () => {
    for (const layout of ['original', 'json', 'chat']) {
      const { document, asked, evaluated, shared } = await hold(layout);
      const spoken = document.logs.slice(1).filter(({ text }) => text !== '');
      expect(spoken.length).toBeGreaterThan(8);
      expect(spoken.every(({ text }) => !text.includes(' posted:'))).toBe(true);
      expect(asked - evaluated).toBeGreaterThanOrEqual(shared);
      expect(asked - evaluated).toBeLessThanOrEqual(shared + document.logs.length);
    }
  });
});
