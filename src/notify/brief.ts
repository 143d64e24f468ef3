import { printable } from '../log/printable.js';
import { redact } from '../redact.js';

/** A text that came from outside, on one line, without secrets, and short. */
export function brief(text: string, most: number): string {
  const line = printable(redact(text).trim().replace(/\s+/g, ' '));
  const characters = Array.from(line);
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : line;
}
