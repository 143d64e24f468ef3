import type { Tensor } from '@huggingface/transformers';
import type { Library, LoadedModel } from './load-model.js';
import type { Past } from './past.js';

/** The input of a forward pass: the same number of new tokens for every row, after the past of each. */
interface Pass {
  tokens: readonly (readonly number[])[];
  past?: Past;
}

/** The output of a forward pass: the next-token logits of each row, and its past with the new tokens. */
export interface PassResult {
  logits: readonly Float32Array[];
  past: Past;
}

export type Forward = (pass: Pass) => Promise<PassResult>;

/** Opens the forward passes of a model. Positions follow from the attention mask, which leaves out the padding. */
export function openForward({ library, model }: LoadedModel): Forward {
  return async ({ tokens, past }) => {
    const added = tokens[0]?.length ?? 0;
    const lengths = tokens.map((_, row) => (past?.lengths[row] ?? 0) + added);
    const outputs: unknown = await model.forward({
      input_ids: integers(library, tokens),
      attention_mask: integers(library, maskOf(lengths)),
      num_logits_to_keep: new library.Tensor('int64', [1n], []), // the library drops it for exports without this input
      ...(past && { past_key_values: new library.DynamicCache({ ...past.tensors }) }),
    });
    const tensors = tensorsIn(library, outputs);
    return { logits: lastLogits(tensors['logits']), past: { tensors: keptIn(tensors), lengths } };
  };
}

function integers(library: Library, rows: readonly (readonly number[])[]): Tensor {
  return new library.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
}

function maskOf(lengths: readonly number[]): number[][] {
  const width = Math.max(...lengths);
  return lengths.map((length) => Array.from({ length: width }, (_, at) => (at < width - length ? 0 : 1)));
}

function tensorsIn(library: Library, outputs: unknown): Record<string, Tensor> {
  const entries = Object.entries(outputs ?? {}).flatMap(([name, value]: [string, unknown]) =>
    value instanceof library.Tensor ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Renames outputs to inputs, as the library does: `present…` becomes `past…`. */
function keptIn(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const kept = Object.entries(tensors).filter(([name]) => name.startsWith('present'));
  const pastName = (name: string): string => name.replace(/^present_/, 'past_').replace(/^present/, 'past_key_values');
  return Object.fromEntries(kept.map(([name, tensor]) => [pastName(name), tensor]));
}

/** The model may return logits for every token that it read; only those of the last one are needed. */
function lastLogits(tensor: Tensor | undefined): Float32Array[] {
  const [rows = 0, read = 0, vocabulary = 0] = tensor?.dims ?? [];
  const data: unknown = tensor?.type === 'float16' ? tensor.to('float32').data : tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error('the model returned no logits');
  return Array.from({ length: rows }, (_, row) => {
    const start = (row * read + read - 1) * vocabulary;
    return data.subarray(start, start + vocabulary);
  });
}
