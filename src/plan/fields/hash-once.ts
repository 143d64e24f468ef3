import { sha256 } from '../../sha256.js';

const hashes = new WeakMap<object, string>();

/** Personas, topics and the like are shared by many jobs: each is hashed once. */
export function hashOnce(owner: object, text: () => string): string {
  const before = hashes.get(owner);
  if (before !== undefined) return before;
  const hash = sha256(text());
  hashes.set(owner, hash);
  return hash;
}
