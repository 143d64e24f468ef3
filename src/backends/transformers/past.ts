import type { Tensor } from '@huggingface/transformers';
import type { Library } from './load-model.js';

/**
 * What the model caches of the tokens it has read: rows are aligned to the right, with padding before the shorter ones.
 */
export interface Past {
  tensors: Readonly<Record<string, Tensor>>;
  /** Tokens of each row, without the padding. */
  lengths: readonly number[];
}

/** One row of a past. */
export interface PastRow {
  past: Past;
  row: number;
}

const typesOfCaches = ['float32', 'float16'] as const;
const arrayOf = { float32: Float32Array, float16: Uint16Array };

/**
 * One past with these rows in this order, no wider than the longest one. Throws if a state is not an attention cache.
 */
export function joinPasts(library: Library, rows: readonly PastRow[]): Past {
  const [first] = rows;
  if (!first) throw new Error('there is nothing to join');
  if (isWhole(first.past, rows)) return first.past;
  const lengths = rows.map(lengthOf);
  const tensors = Object.keys(first.past.tensors).map((name) => [name, joinTensors(library, rows, name)] as const);
  return { tensors: Object.fromEntries(tensors), lengths };
}

/**
 * Whether these are all rows of one past in order. Its longest row is then among them, so it is no wider than needed.
 */
function isWhole(past: Past, rows: readonly PastRow[]): boolean {
  return past.lengths.length === rows.length && rows.every((row, at) => row.past === past && row.row === at);
}

function joinTensors(library: Library, rows: readonly PastRow[], name: string): Tensor {
  const width = Math.max(...rows.map(lengthOf));
  const sources = rows.map((row) => ({ ...layOut(row.past.tensors[name], name), row: row.row, length: lengthOf(row) }));
  const { heads, tokenBytes, tokenSize, type } = sources[0] ?? layOut(undefined, name);
  const bytes = new Uint8Array(rows.length * heads * width * tokenBytes);
  sources.forEach((source, place) => {
    for (let head = 0; head < heads; head++) {
      const from = ((source.row * heads + head + 1) * source.width - source.length) * tokenBytes;
      const to = ((place * heads + head + 1) * width - source.length) * tokenBytes;
      bytes.set(source.bytes.subarray(from, from + source.length * tokenBytes), to);
    }
  });
  return new library.Tensor(type, new arrayOf[type](bytes.buffer), [rows.length, heads, width, tokenSize]);
}

interface CacheLayout {
  type: (typeof typesOfCaches)[number];
  bytes: Uint8Array;
  heads: number;
  width: number;
  /** Numbers per token and head. */
  tokenSize: number;
  tokenBytes: number;
}

function layOut(tensor: Tensor | undefined, name: string): CacheLayout {
  const type = tensor && typesOfCaches.find((known) => known === tensor.type);
  const data: unknown = tensor?.data;
  if (!type || tensor.dims.length !== 4 || !ArrayBuffer.isView(data))
    throw new Error(`${name} is not an attention cache`);
  const [batch = 0, heads = 0, width = 0, tokenSize = 0] = tensor.dims;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { type, bytes, heads, width, tokenSize, tokenBytes: bytes.length / (batch * heads * width) };
}

function lengthOf({ past, row }: PastRow): number {
  return past.lengths[row] ?? 0;
}
