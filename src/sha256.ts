import { hash } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, in hex. The only Node API that pure rooms use: hashing is a pure function. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
