import type { Llama, LlamaContext, LlamaModel, Token } from 'node-llama-cpp';
import type { LlamaCppOptions } from '../../config/engines/llama-cpp.js';
import type { BackendLog } from '../backend-log.js';
import { BatchDecoder } from './batch-decoder.js';
import type { BatchPort } from './batch-port.js';
import { modelProblem } from './check-gguf.js';
import { chooseSlots, mostSequences, openFitting } from './choose-slots.js';
import { chooseThreads, type ThreadChoice } from './choose-threads.js';
import type { Decoder } from './decode-task.js';
import { governThreads } from './govern-threads.js';
import { openBatchPort } from './open-batch-port.js';
import { openContext } from './open-context.js';
import type { Runtime } from './start-runtime.js';
import { StockDecoder } from './stock-decoder.js';
import { timeStep } from './time-step.js';

interface DecoderSetup extends Omit<LlamaCppOptions, 'thinkingTokens'> {
  contextTokens: number;
  /** The most threads to use. */
  cap: number;
  /** The same replies on every run on the same machine. */
  isReproducible: boolean;
  log: BackendLog;
}

interface ContextSetup extends DecoderSetup {
  /**
   * Measured before, for another number of replies at once; not repeated, since a trial with too many threads can take
   * seconds.
   */
  known: ThreadChoice | undefined;
}

/** A context, with its batch calls if this version of node-llama-cpp has them. */
interface OpenedContext {
  slots: number;
  prefixes: number;
  context: LlamaContext;
  port: BatchPort | undefined;
  choice: ThreadChoice | undefined;
  threads: number;
  /** Milliseconds of one step with every slot in it. */
  stepMs: number;
  dispose(): Promise<void>;
}

/** The number of replies at once from which `parallel: auto` starts its search. */
export function startSlots({ gpu }: Llama): number {
  return gpu ? 32 : 8;
}

interface OpenedDecoder {
  decoder: Decoder;
  /** Replies at once. */
  slots: number;
  /** For example `cuda`, or `CPU, 2 threads`. */
  device: string;
  /** Disposes of the context: after the decoder is closed, before the model is disposed of. */
  dispose: () => Promise<void>;
}

/** Opens a decoder for as many replies at once as the config asks for, as pay off, or as fit into memory. */
export async function openDecoder(runtime: Runtime, model: LlamaModel, setup: DecoderSetup): Promise<OpenedDecoder> {
  const warn = (text: string): void => {
    setup.log('warn', text);
  };
  let known = fixedThreads(setup);
  const open = async (slots: number): Promise<OpenedContext> => {
    const opened = await openWith(runtime, model, slots, { ...setup, known });
    known = opened.choice;
    return opened;
  };
  const parallel = repliesAtOnce(runtime, setup);
  const opened =
    parallel === 'auto'
      ? await chooseSlots(startSlots(runtime.llama), open).catch(() =>
          openFitting(startSlots(runtime.llama), open, warn),
        )
      : await openFitting(parallel, open, warn);
  setup.log('info', describe(runtime.llama.gpu || 'the CPU', opened, setup));
  setup.log('debug', describeDetails(opened, setup));
  const { slots, prefixes, context, port, threads } = opened;
  const device = runtime.llama.gpu || `CPU, ${threads} thread${threads === 1 ? '' : 's'}`;
  if (port) {
    const { cap: most, log, isReproducible } = setup;
    const isGoverned = !isReproducible && model.gpuLayers === 0 && most > 1;
    const governed = isGoverned ? governThreads(port, { threads, most, log }) : undefined;
    const options = { slots, prefixes, canKeepPrefix: canCut(model), isReproducible, warn };
    const decoder = new BatchDecoder(governed ?? port, options);
    const dispose = (): Promise<void> => {
      governed?.tell();
      return context.dispose();
    };
    return { slots, device, dispose, decoder };
  }
  warn(
    'the installed node-llama-cpp is not the version that fast batching was built for, so its own, slower batching is used. To fix this, run npm install node-llama-cpp@3.22.1',
  );
  return { slots, device, dispose: () => context.dispose(), decoder: new StockDecoder(context, slots) };
}

/**
 * The kernels of GPUs and flash attention choose how to sum by the size of a batch, so there a reply is reproducible
 * only alone.
 */
function repliesAtOnce({ llama }: Runtime, setup: DecoderSetup): number | 'auto' {
  const { isReproducible, gpuLayers, cacheType, flashAttention, parallel, log } = setup;
  const isOnGpu = llama.gpu !== false && gpuLayers > 0;
  const usesFlashAttention = flashAttention === true || cacheType.startsWith('Q');
  if (!isReproducible || parallel === 1 || (!isOnGpu && !usesFlashAttention)) return parallel;
  const where = isOnGpu ? 'on a GPU' : 'with flash attention';
  log('warn', `reproducible: ${where}, replies are made one at a time, which is slower`);
  return 1;
}

/** What is measured may differ from run to run. */
function fixedThreads({ isReproducible, inferenceThreads, cap }: DecoderSetup): ThreadChoice | undefined {
  if (!isReproducible) return undefined;
  return { threads: inferenceThreads === undefined ? unmeasuredThreads(cap) : cap, trials: new Map() };
}

async function openWith(
  { llama }: Runtime,
  model: LlamaModel,
  slots: number,
  setup: ContextSetup,
): Promise<OpenedContext> {
  const { contextTokens, cap, cacheType, flashAttention, known } = setup;
  const prefixes = countPrefixes(model, slots, setup);
  const sequences = slots + prefixes;
  const context = await openContext(model, {
    sequences,
    contextTokens,
    threads: unmeasuredThreads(cap),
    cacheType,
    flashAttention,
  });
  const port = openBatchPort(llama, model, context);
  const token = anyToken(model);
  const choice = port && (known ?? (await chooseThreads(port, { cap, slots, token })));
  const threads = choice?.threads ?? unmeasuredThreads(cap);
  port?.setThreads(threads);
  const stepMs = port ? await timeStep(port, { slots, token, giveUpMs: Infinity }) : Infinity;
  return { slots, prefixes, context, port, choice, threads, stepMs, dispose: () => context.dispose() };
}

/**
 * The number of threads until it is measured, or if it cannot be: half, since one too many is far worse than one too
 * few.
 */
function unmeasuredThreads(cap: number): number {
  return Math.max(1, cap >> 1);
}

/** By default as many as there are slots, at least 8 and at most 32. */
function countPrefixes(model: LlamaModel, slots: number, { prefixSlots }: DecoderSetup): number {
  const wanted = prefixSlots === 'auto' ? Math.min(32, Math.max(8, slots)) : prefixSlots;
  return canCut(model) ? Math.min(wanted, mostSequences - slots) : 0;
}

function canCut({ fileInsights }: LlamaModel): boolean {
  return !fileInsights.isHybrid && !fileInsights.isRecurrent;
}

function anyToken(model: LlamaModel): Token {
  const [token] = model.tokenize('a');
  if (token !== undefined) return token;
  const what = `${model.filename ?? 'The model'} has no vocabulary.`;
  throw modelProblem('SYNDISCO_MODEL_UNLOADABLE', what, 'Use a model that generates text.');
}

function describe(device: string, { slots, threads }: OpenedContext, { contextTokens }: DecoderSetup): string {
  const count = threads === 1 ? '1 thread' : `${threads} threads`;
  return `llama_cpp on ${device} with ${count}: up to ${slots} replies at once, each with ${contextTokens} tokens of context`;
}

function describeDetails({ prefixes, choice }: OpenedContext, { cap }: DecoderSetup): string {
  const measured = [...(choice?.trials ?? [])].map(([tried, ms]) => `${tried}: ${ms.toFixed(1)} ms`).join(', ');
  return `llama_cpp: ${prefixes} cached prefixes, at most ${cap} threads, time of a step by number of threads: ${measured}`;
}
