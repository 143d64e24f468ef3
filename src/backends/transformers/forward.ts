import type { Tensor } from '@huggingface/transformers';
import type { Library, LoadedModel } from './load-model.js';
import type { Past } from './past.js';

/** What one forward pass reads: the same number of tokens for every row, after the past of each. */
interface Pass {
  tokens: readonly (readonly number[])[];
  past?: Past;
}

/** What comes of it: for each row how likely each token is next, and its past with what was read now. */
export interface PassResult {
  logits: readonly Float32Array[];
  past: Past;
}

export type Forward = (pass: Pass) => Promise<PassResult>;

/** Forward passes of a model. Positions follow from the attention mask, which leaves the padding out. */
export function openForward({ library, model }: LoadedModel): Forward {
  return async ({ tokens, past }) => {
    const added = tokens[0]?.length ?? 0;
    const lengths = tokens.map((_, row) => (past?.lengths[row] ?? 0) + added);
    const outputs: unknown = await model.forward({
      input_ids: integers(library, tokens),
      attention_mask: integers(library, maskOf(lengths)),
      num_logits_to_keep: new library.Tensor('int64', [1n], []), // dropped where the export does not know it
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

/** The library's own naming: what comes out as present goes in as past. */
function keptIn(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const kept = Object.entries(tensors).filter(([name]) => name.startsWith('present'));
  const pastName = (name: string): string => name.replace(/^present_/, 'past_').replace(/^present/, 'past_key_values');
  return Object.fromEntries(kept.map(([name, tensor]) => [pastName(name), tensor]));
}

/** The model may give logits for every token that it read: only those of the last one are of use. */
function lastLogits(tensor: Tensor | undefined): Float32Array[] {
  const [rows = 0, read = 0, vocabulary = 0] = tensor?.dims ?? [];
  const data: unknown = tensor?.type === 'float16' ? tensor.to('float32').data : tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error('the model gave no logits');
  return Array.from({ length: rows }, (_, row) => {
    const start = (row * read + read - 1) * vocabulary;
    return data.subarray(start, start + vocabulary);
  });
}
