import type { LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProbes } from '../../../src/annotation/probes/open-probes.js';
import type { Completion } from '../../../src/backends/backend.js';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import { openChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { generateReply, type Engine } from '../../../src/backends/llama-cpp/generate-reply.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { openModelTries } from '../../../src/backends/llama-cpp/score-label.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { discuss } from '../../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../../src/discussion/draft-discussion.js';
import type { ProbeConfig } from '../../../src/plan/job.js';
import { planDiscussions } from '../../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../../town-hall/experiment.js';
import { demoGguf, unhurried } from '../../town-hall/model.js';
import { countTokens } from './persona-workload.js';

const contextTokens = 1024;
const prefixes = 8;
const turns = 8;

let model: LlamaModel;
let counted: ReturnType<typeof countTokens>;
let engine: Engine;
beforeAll(async () => {
  const { llama } = await startRuntime(1, () => undefined);
  model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
  const size = { contextTokens, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
  const context = await openContext(model, { sequences: 1 + prefixes, ...size });
  const port = openBatchPort(llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  counted = countTokens(port);
  const chat = { variables: {}, date: '2024-07-26' };
  engine = {
    model,
    format: openChatFormat(model, { chat, thinkingTokens: 0, log: () => undefined }),
    decoder: new BatchDecoder(counted.port, { slots: 1, prefixes, canKeepPrefix: true, warn: () => undefined }),
    trieOf: openModelTries(model),
    contextTokens,
    thinkingTokens: 0,
  };
});
afterAll(() => model.dispose());

const after: ProbeConfig['times'] = { before: false, every: [], after: true };
const beforeOwnTurns: ProbeConfig['times'] = { before: false, every: [], ownTurn: true, after: false };
const everyTurn: ProbeConfig['times'] = { before: false, every: [1], after: false };

function probe(name: string, given: Partial<ProbeConfig> = {}): ProbeConfig {
  const answer = { name, type: 'integer', minimum: 1, maximum: 5, cannotJudge: false } as const;
  return { name, question: 'Should all buses be free?', answer, times: everyTurn, controls: [], ...given };
}

/** A discussion, one reply at a time, with the tokens that were evaluated for it. */
async function hold(
  probes: readonly ProbeConfig[] = [],
  { historyLength, maxTokens } = { historyLength: 3, maxTokens: 40 },
): Promise<{ draft: DiscussionDraft; tokens: number }> {
  const config = townHallConfig({ turns, participants: 3, historyLength, moderated: false });
  if (config.discussions && probes.length > 0) config.discussions.probes = probes;
  config.model.maxTokens = maxTokens;
  const [job] = planDiscussions(config, townHallInputs());
  if (!job) throw new Error('no job');
  const asked = openProbes(job);
  const generator = discuss(job, asked && { probes: asked });
  const before = counted.counts.tokens;
  let step = generator.next([]);
  while (!step.done) {
    const completions = await Promise.all(
      step.value.map((request): Promise<Completion> =>
        generateReply(engine, request, { signal: unhurried, onStart: undefined }),
      ),
    );
    step = generator.next(completions);
  }
  return { draft: step.value, tokens: counted.counts.tokens - before };
}

describe('probes on llama.cpp, one reply at a time', () => {
  it('when participants are asked after every turn, then each comment is the very one of a discussion without probes', async () => {
    const plain = await hold();
    const probed = await hold([probe('support', { controls: ['retest', 'no_exposure'] })]);
    expect(probed.draft.logs).toEqual(plain.draft.logs);
    expect(probed.draft.probes?.answers.every(({ status, score }) => status === 'ok' && score)).toBe(true);
  });

  it('when the same is asked again, then only the question is read again', async () => {
    const plain = await hold([probe('support', { times: after })]);
    const retested = await hold([probe('support', { times: after, controls: ['retest'] })]);
    const answers = retested.draft.probes?.answers ?? [];
    const prompts = answers.filter(({ arm }) => arm === 'retest').map(({ prompt_tokens: tokens }) => tokens ?? 0);
    const read = retested.tokens - plain.tokens;
    expect(read).toBeLessThan(0.5 * prompts.reduce((sum, tokens) => sum + tokens, 0));
  });

  it('when participants are asked before their own turns, then fewer than 1.5 times the tokens are evaluated', async () => {
    const usual = { historyLength: 6, maxTokens: 80 };
    await hold([], usual); // reads the personas
    const plain = await hold([], usual);
    const probed = await hold([probe('support', { times: beforeOwnTurns })], usual);
    expect(probed.draft.probes?.answers).toHaveLength(turns - 1);
    expect(probed.draft.logs).toEqual(plain.draft.logs);
    expect(probed.tokens / plain.tokens).toBeLessThan(1.5);
  });
});
