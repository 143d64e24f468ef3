import type { Llama, LlamaContext, LlamaModel, Token } from 'node-llama-cpp';
import type { LlamaCppOptions } from '../../config/engines/llama-cpp.js';
import type { BackendLog } from '../backend-log.js';
import { BatchDecoder } from './batch-decoder.js';
import type { BatchPort } from './batch-port.js';
import { modelProblem } from './check-gguf.js';
import { chooseSlots, mostSequences, openFitting } from './choose-slots.js';
import { chooseThreads, type ThreadChoice } from './choose-threads.js';
import type { Decoder } from './decode-task.js';
import { openBatchPort } from './open-batch-port.js';
import { openContext } from './open-context.js';
import type { Runtime } from './start-runtime.js';
import { StockDecoder } from './stock-decoder.js';
import { timeStep } from './time-step.js';

interface DecoderSetup extends Omit<LlamaCppOptions, 'thinkingTokens'> {
  contextTokens: number;
  /** Most threads. */
  cap: number;
  log: BackendLog;
}

interface ContextSetup extends DecoderSetup {
  /** Measured already, for another number of replies at once: a trial with too many threads can take seconds. */
  known: ThreadChoice | undefined;
}

/** A context, and the batch calls behind it where this version of node-llama-cpp has them. */
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

/** Replies at once that `parallel: auto` starts its search from. */
export function startSlots({ gpu }: Llama): number {
  return gpu ? 32 : 8;
}

interface OpenedDecoder {
  decoder: Decoder;
  /** Replies at once. */
  slots: number;
  /** `cuda`, or `CPU, 2 threads`. */
  device: string;
  /** Ends the context, after the decoder and before the model. */
  dispose: () => Promise<void>;
}

/** What makes the replies, for as many at once as the config says, as pays off, or as fit. */
export async function openDecoder(runtime: Runtime, model: LlamaModel, setup: DecoderSetup): Promise<OpenedDecoder> {
  const warn = (text: string): void => {
    setup.log('warn', text);
  };
  let known: ThreadChoice | undefined;
  const open = async (slots: number): Promise<OpenedContext> => {
    const opened = await openWith(runtime, model, slots, { ...setup, known });
    known = opened.choice;
    return opened;
  };
  const { parallel } = setup;
  const opened =
    parallel === 'auto'
      ? await chooseSlots(startSlots(runtime.llama), open).catch(() =>
          openFitting(startSlots(runtime.llama), open, warn),
        )
      : await openFitting(parallel, open, warn);
  setup.log('info', describe(runtime.llama.gpu || 'the CPU', opened, setup));
  const { slots, prefixes, context, port, threads } = opened;
  const device = runtime.llama.gpu || `CPU, ${threads} thread${threads === 1 ? '' : 's'}`;
  const made = { slots, device, dispose: () => context.dispose() };
  if (port) {
    const decoder = new BatchDecoder(port, { slots, prefixes, canKeepPrefix: canCut(model), warn });
    return { ...made, decoder };
  }
  warn(
    'the installed node-llama-cpp is not the version that the fast batches were built for: its own, slower ones are used. npm install node-llama-cpp@3.22.1 brings them back',
  );
  return { ...made, decoder: new StockDecoder(context, slots) };
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

/** Until they are measured, and where they cannot be: half of them, since one too many is far worse than one too few. */
function unmeasuredThreads(cap: number): number {
  return Math.max(1, cap >> 1);
}

/** As many as there are slots, at least 8 and at most 32, if the config says nothing. */
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
  const what = `${model.filename ?? 'the model'} has no vocabulary`;
  throw modelProblem('SYNDISCO_MODEL_UNLOADABLE', what, 'use a model that generates text');
}

function describe(device: string, { slots, prefixes, choice, threads }: OpenedContext, setup: DecoderSetup): string {
  const measured = [...(choice?.trials ?? [])].map(([tried, ms]) => `${tried}: ${ms.toFixed(1)} ms`).join(', ');
  return (
    `llama_cpp on ${device}: ${slots} replies at once and ${prefixes} prefixes kept, ${setup.contextTokens} tokens of context each, ` +
    `${threads} of at most ${setup.cap} threads (milliseconds of a step by threads: ${measured})`
  );
}
