import type * as Transformers from '@huggingface/transformers';
import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Completion, Request } from '../backend.js';
import { ReplyText } from '../reply-text.js';
import { pickToken } from './pick-token.js';

export type Library = typeof Transformers;

export interface LoadedModel {
  library: Library;
  model: PreTrainedModel;
  tokenizer: PreTrainedTokenizer;
  /** Tokens that end a turn. */
  endTokens: ReadonlySet<number>;
}

type Reply = Pick<Completion, 'text' | 'finish_reason' | 'completion_tokens'>;

/**
 * One reply to a prompt in tokens. The library ignores top_p and min_p and draws from one global generator,
 * so drawing is ours: a logits processor leaves a single token possible, and the library's greedy choice takes it.
 */
export async function generateReply(
  loaded: LoadedModel,
  prompt: readonly number[],
  request: Request,
  signal: AbortSignal,
): Promise<Reply> {
  const { library, model } = loaded;
  const said: number[] = [];
  const inputs = tensorOf(library, prompt);
  await model.generate({
    input_ids: inputs,
    attention_mask: tensorOf(
      library,
      prompt.map(() => 1),
    ),
    max_new_tokens: request.maxTokens,
    do_sample: false,
    logits_processor: drawingProcessor(library, request, said),
    stopping_criteria: endingCriterion(library, () => signal.aborted || read(loaded, said, request).isOver),
  });
  signal.throwIfAborted();
  return read(loaded, said, request).reply;
}

function tensorOf(library: Library, values: readonly number[]): Tensor {
  return new library.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
}

function drawingProcessor(
  library: Library,
  { sampling }: Request,
  said: number[],
): InstanceType<Library['LogitsProcessorList']> {
  const generator = xoroshiro128plus(sampling.seed);
  class Draw extends library.LogitsProcessor {
    override _call(_ids: bigint[][], logits: Tensor): Tensor {
      const weights: unknown = logits.data;
      if (!(weights instanceof Float32Array)) throw new Error('the model gave logits that are not 32-bit floats');
      const token = pickToken(weights, sampling, generator);
      said.push(token);
      weights.fill(-Infinity);
      weights[token] = 0;
      return logits;
    }
  }
  const processors = new library.LogitsProcessorList();
  processors.push(new Draw());
  return processors;
}

function endingCriterion(library: Library, isOver: () => boolean): InstanceType<Library['StoppingCriteriaList']> {
  class End extends library.StoppingCriteria {
    override _call(ids: number[][]): boolean[] {
      return ids.map(isOver);
    }
  }
  const criteria = new library.StoppingCriteriaList();
  criteria.push(new End());
  return criteria;
}

function read(
  { tokenizer, endTokens }: LoadedModel,
  said: readonly number[],
  request: Request,
): { reply: Reply; isOver: boolean } {
  const hasEnded = endTokens.has(said.at(-1) ?? -1);
  const spoken = hasEnded ? said.slice(0, -1) : [...said];
  const text = new ReplyText(request.stop);
  const isStopped =
    spoken.length > 0 && text.append(tokenizer.decode(spoken, { skip_special_tokens: true })) !== undefined;
  const finish_reason = isStopped ? 'stop_string' : hasEnded ? 'stop' : 'length';
  return { reply: { text: text.text, finish_reason, completion_tokens: spoken.length }, isOver: hasEnded || isStopped };
}
