import { hash } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, in hex: the one thing that pure rooms have of Node, since it is as pure as they are. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
