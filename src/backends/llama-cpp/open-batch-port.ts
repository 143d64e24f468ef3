import type { Llama, LlamaContext, LlamaModel, Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';
import { hasPenalties, penaltyWindow } from '../penalize.js';
import type { BatchPort, BatchRow, TokenSampler } from './batch-port.js';

/** The addon's calls behind a node-llama-cpp context: internals of a pinned version, used only in this file. */
interface NativeContext {
  initBatch(tokens: number): void;
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logitsAt: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  sampleToken(logits: number, sampler: NativeSampler): Promise<Token>;
  /** Resolves to [the drawn token, , , [token, logit, …] of those in the filter, Σ exp(logit − highest logit)]. */
  sampleToken(
    logits: number,
    sampler: NativeSampler,
    withProbabilities: false,
    withConfidence: false,
    filter: readonly [tokens: readonly Token[], highest: false, lowest: false, drawn: true, top: 0],
    withTotal: true,
  ): Promise<[drawn: Token, never, never, pairs: readonly number[], total: number]>;
  disposeSequence(sequence: number): void;
  removeTokenCellsFromSequence(sequence: number, from: number, to: number): boolean;
  copySequenceStateFromOtherSequence(target: number, source: number): Promise<number>;
  setThreads(threads: number): void;
}

interface NativeSampler {
  applyConfig(config: object): void;
  dispose(): void;
}

interface Natives {
  context: NativeContext;
  createSampler(): NativeSampler;
  /** The state of a reply within its grammar; the sampler that draws with it advances it. */
  createGrammarState(grammar: string): object;
}

const contextCalls = [
  'initBatch',
  'addToBatch',
  'decodeBatch',
  'sampleToken',
  'disposeSequence',
  'removeTokenCellsFromSequence',
  'copySequenceStateFromOtherSequence',
  'setThreads',
];
const toTheEnd = -1;

/**
 * The batch calls of a context; undefined if this version of node-llama-cpp has different ones. The port keeps a
 * reference to its context: an unreferenced context is garbage-collected, and disposing of its model then waits for it
 * forever.
 */
export function openBatchPort(llama: Llama, model: LlamaModel, context: LlamaContext): BatchPort | undefined {
  const natives = findNatives(llama, model, context);
  if (!natives) return undefined;
  return {
    get batchTokens() {
      return context.batchSize;
    },
    decode: (rows) => decodeRows(natives.context, rows),
    openSampler: (sampling, grammar) => openSampler(natives, sampling, grammar),
    forget(sequence, position) {
      if (position > 0 && natives.context.removeTokenCellsFromSequence(sequence, position, toTheEnd)) return;
      natives.context.disposeSequence(sequence);
    },
    async copy(from, to) {
      await natives.context.copySequenceStateFromOtherSequence(to, from);
    },
    setThreads: (threads) => {
      natives.context.setThreads(threads);
    },
  };
}

async function decodeRows(context: NativeContext, rows: readonly BatchRow[]): Promise<(number | undefined)[]> {
  context.initBatch(rows.reduce((sum, row) => sum + row.tokens.length, 0));
  const logits = rows.map((row) => {
    const logitsAt = row.wantsLogits ? [row.tokens.length - 1] : [];
    return context.addToBatch(row.sequence, row.position, Uint32Array.from(row.tokens), Uint32Array.from(logitsAt))[0];
  });
  await context.decodeBatch();
  return logits;
}

function openSampler(natives: Natives, sampling: Sampling, grammar: string | undefined): TokenSampler {
  const sampler = natives.createSampler();
  sampler.applyConfig({
    temperature: sampling.temperature,
    topP: sampling.topP,
    // Never 0 for no limit: the addon would then sort the whole vocabulary for every token, which takes longer than the
    // pass.
    ...(sampling.topK && { topK: sampling.topK }),
    minP: sampling.minP ?? 0,
    seed: sampling.seed,
    ...penaltiesOf(sampling),
    ...(grammar !== undefined && { grammarEvaluationState: natives.createGrammarState(grammar) }),
  });
  return {
    async draw(logits) {
      const token = await natives.context.sampleToken(logits, sampler);
      if (token < 0) throw new Error('llama.cpp could not sample a token');
      return token;
    },
    weigh: (logits, tokens) => weigh(natives.context, logits, { sampler, tokens }),
    dispose: () => {
      sampler.dispose();
    },
  };
}

/** The sampler adds every token that it draws. */
function penaltiesOf(sampling: Sampling): object {
  if (!hasPenalties(sampling)) return {};
  return {
    repeatPenaltyTokens: new Uint32Array(),
    repeatPenaltyMaxTokens: penaltyWindow,
    repeatPenalty: sampling.repeatPenalty ?? 1,
    repeatPenaltyFrequencyPenalty: sampling.frequencyPenalty ?? 0,
    repeatPenaltyPresencePenalty: sampling.presencePenalty ?? 0,
  };
}

/** A greedy sampler draws the likeliest token, whose logit is the highest, and leaves all logits as they are. */
async function weigh(
  context: NativeContext,
  logits: number,
  { sampler, tokens }: { sampler: NativeSampler; tokens: readonly Token[] },
): Promise<number[]> {
  const filter = [tokens, false, false, true, 0] as const;
  const [likeliest, , , pairs, total] = await context.sampleToken(logits, sampler, false, false, filter, true);
  const logitOf = new Map<number, number>();
  for (let at = 0; at < pairs.length; at += 2) logitOf.set(pairs[at] ?? -1, pairs[at + 1] ?? -Infinity);
  const ofAll = (logitOf.get(likeliest) ?? NaN) + Math.log(total);
  return tokens.map((token) => (logitOf.get(token) ?? -Infinity) - ofAll);
}

function findNatives(llama: Llama, model: LlamaModel, context: LlamaContext): Natives | undefined {
  const native = propertyOf(context, '_ctx');
  const bindings = propertyOf(llama, '_bindings');
  const Sampler = constructorOf(bindings, 'AddonSampler');
  const Grammar = constructorOf(bindings, 'AddonGrammar');
  const GrammarState = constructorOf(bindings, 'AddonGrammarEvaluationState');
  const nativeModel = propertyOf(model, '_model');
  const isWhole = contextCalls.every((call) => typeof propertyOf(native, call) === 'function');
  if (!isWhole || !Sampler || !Grammar || !GrammarState || nativeModel === undefined) return undefined;
  return {
    context: native as NativeContext,
    createSampler: () => Reflect.construct(Sampler, [nativeModel]) as NativeSampler,
    createGrammarState(grammar) {
      const parsed: unknown = Reflect.construct(Grammar, [grammar, { addonExports: bindings, rootRuleName: 'root' }]);
      return Reflect.construct(GrammarState, [nativeModel, parsed]) as object;
    },
  };
}

function constructorOf(bindings: unknown, name: string): NewableFunction | undefined {
  const found = propertyOf(bindings, name);
  return typeof found === 'function' ? found : undefined;
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}
