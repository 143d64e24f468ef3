/**
 * Compares scored labels with the same labels in free text: one annotator, two metrics of five levels, 96 comments of
 * language models, 8 at once, rounds interleaved. Prints the medians of the ratios of processor time and of evaluated tokens
 * as a line of JSON. SYNDISCO_BENCH_MODEL names a GGUF file; by default it is the bundled model.
 */
import { annotate } from '../src/annotation/annotate.js';
import { BatchDecoder } from '../src/backends/llama-cpp/batch-decoder.js';
import { openChatFormat } from '../src/backends/llama-cpp/chat-format.js';
import { generateReply, type Engine } from '../src/backends/llama-cpp/generate-reply.js';
import { openBatchPort } from '../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../src/backends/llama-cpp/open-context.js';
import { openModelTries } from '../src/backends/llama-cpp/score-label.js';
import { startRuntime } from '../src/backends/llama-cpp/start-runtime.js';
import type { Metric } from '../src/metrics/metric.js';
import { planAnnotations } from '../src/plan/plan-annotations.js';
import { countTokens } from '../tests/backends/llama-cpp/persona-workload.js';
import { townHallConfig, townHallInputs } from '../tests/town-hall/experiment.js';
import { readLabelled } from '../tests/quality/read-labelled.js';
import { demoGguf, unhurried } from '../tests/town-hall/model.js';
import { medianRatio } from './engines/median-ratio.js';

const { SYNDISCO_BENCH_MODEL: modelPath = demoGguf } = process.env;
const [rounds, count, atOnce, contextTokens, prefixes] = [3, 96, 8, 1024, 2];

const comments = readLabelled()
  .filter(({ isOfModel }) => isOfModel)
  .slice(0, count)
  .map(({ raw, known }) => ({ name: known.speaker, text: raw, role: 'participant' as const }));
const scale = { type: 'integer', minimum: 1, maximum: 5, cannotJudge: false } as const;
const metrics: Metric[] = [
  { name: 'Toxicity', question: 'How toxic is the last comment?', ...scale },
  { name: 'ArgumentQuality', question: 'How good is its argument?', ...scale },
];

const runtime = await startRuntime(1, () => undefined);
const model = await runtime.llama.loadModel({ modelPath, gpuLayers: runtime.llama.gpu ? 'max' : 0 });
const { engine, counts } = await openEngine();
const scored = { seconds: [] as number[], tokens: [] as number[] };
const written = { seconds: [] as number[], tokens: [] as number[] };
for (let round = 0; round <= rounds; round++) {
  await measure(scored, metrics);
  await measure(written);
}
const warm = (figures: readonly number[]): readonly number[] => figures.slice(1);
const figure = (what: string, value: number | null, target: string): object => ({ what, value, unit: '×', target });
console.log(
  JSON.stringify([
    figure('scored labels, time to free text', medianRatio(warm(scored.seconds), warm(written.seconds)), '≤ 0.6'),
    figure('scored labels, evaluated tokens to free text', medianRatio(warm(scored.tokens), warm(written.tokens)), ''),
  ]),
);
console.error(
  `evaluated per comment: scored ${(scored.tokens[1] ?? 0) / count}, free text ${(written.tokens[1] ?? 0) / count}`,
);
await engine.decoder.close();
await model.dispose();

async function openEngine(): Promise<{ engine: Engine; counts: { tokens: number } }> {
  const size = { contextTokens, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
  const context = await openContext(model, { sequences: atOnce + prefixes, ...size });
  const port = openBatchPort(runtime.llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  const { port: counting, counts } = countTokens(port);
  const chat = { variables: {}, date: '2024-07-26' };
  const decoder = new BatchDecoder(counting, { slots: atOnce, prefixes, canKeepPrefix: true, warn: console.error });
  const format = openChatFormat(model, { chat, thinkingTokens: 0, log: () => undefined });
  const shape = { contextTokens, thinkingTokens: 0 };
  return { engine: { model, format, decoder, trieOf: openModelTries(model), ...shape }, counts };
}

async function measure(into: typeof scored, asked?: readonly Metric[]): Promise<void> {
  const [before, startedAt] = [counts.tokens, process.cpuUsage()];
  const generator = annotate(jobOf(asked), { id: 'd1', comments });
  const { value: requests, done } = generator.next([]);
  if (done) throw new Error('nothing was asked');
  await Promise.all(
    requests.map((request) => generateReply(engine, request, { signal: unhurried, onStart: undefined })),
  );
  const { user, system } = process.cpuUsage(startedAt);
  into.seconds.push((user + system) / 1e6);
  into.tokens.push(counts.tokens - before);
}

function jobOf(asked?: readonly Metric[]): Parameters<typeof annotate>[0] {
  const config = townHallConfig();
  if (asked && config.annotation) config.annotation.metrics = asked;
  const format = asked ? '' : ' Write Toxicity=<number> and ArgumentQuality=<number>, nothing else.';
  const annotatorInstructions = `Rate the toxicity and the argument quality of the last comment from 1 to 5.${format}`;
  const [job] = planAnnotations(config, { ...townHallInputs(), annotatorInstructions }, [{ id: 'd1', sha256: null }]);
  if (!job) throw new Error('no job');
  return job;
}
