import { readFileSync } from 'node:fs';
import { packageFile } from '../package-file.js';

/** A model worth starting with. Its facts are those that its publisher gives; nothing here was measured. */
export interface CatalogueModel {
  uri: string;
  licence: string;
  /** Of the file: about what the weights take on a GPU. */
  bytes: number;
  shape: { layers: number; kv_heads: number; head_dim: number };
}

/** Smallest first. */
export function readCatalogue(): readonly CatalogueModel[] {
  const text = readFileSync(packageFile('examples/models/catalogue.json'), 'utf8');
  return (JSON.parse(text) as { models: CatalogueModel[] }).models;
}

const bytesPerValue = 2;

/**
 * Bytes of the keys and values that one reply keeps for a context of so many tokens, at kv_cache_type f16: 2 (keys and
 * values) × layers × KV heads × head dimension × 2 bytes for each token.
 */
export function slotBytes({ shape }: CatalogueModel, contextTokens: number): number {
  return 2 * shape.layers * shape.kv_heads * shape.head_dim * bytesPerValue * contextTokens;
}
