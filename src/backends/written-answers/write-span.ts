import type { OpenForm } from '../label.js';
import { end, type Writing } from './writing.js';

type Span = Extract<OpenForm, { kind: 'span' }>;

const quote = 0x22;
const encoder = new TextEncoder();

/** After the opening quote: a passage of the source, copied from any of its characters on, its closing quote, and the end. */
export function writeSpan({ source, maxLength }: Span): Writing {
  const text = layOut(source);
  const starts = [...text.bytes.keys()].filter((at) => text.begins[at]);
  return goOn({ text, maxLength, starts, written: 0 });
}

/** A source as JSON quotes it, with a space for any white space, byte by byte. */
interface SourceBytes {
  bytes: number[];
  /** Whether a character of the source begins here. */
  begins: boolean[];
  /** Characters of the source up to here, with the one that the byte before belongs to. */
  characters: number[];
}

function layOut(source: string): SourceBytes {
  const text: SourceBytes = { bytes: [], begins: [], characters: [0] };
  let characters = 0;
  for (const [part] of source.normalize().matchAll(/\s+|\S/gu)) {
    characters += Array.from(part).length;
    const quoted = /\s/.test(part) ? ' ' : JSON.stringify(part).slice(1, -1);
    for (const [at, byte] of encoder.encode(quoted).entries()) {
      text.bytes.push(byte);
      text.begins.push(at === 0);
      text.characters.push(characters);
    }
  }
  text.begins.push(true);
  return text;
}

interface Copied {
  text: SourceBytes;
  maxLength: number;
  /** Where in the source the passage may begin, in order. */
  starts: readonly number[];
  /** In bytes. */
  written: number;
}

function goOn({ text, maxLength, starts, written }: Copied): Writing {
  const [first = 0] = starts;
  const isBetweenCharacters = text.begins[first + written] === true;
  return {
    next: (byte) => {
      if (byte === quote && isBetweenCharacters) return end;
      const left = starts.filter((start) => text.bytes[start + written] === byte);
      return left.length > 0 && lengthAt(left, text, written + 1) <= maxLength
        ? goOn({ text, maxLength, starts: left, written: written + 1 })
        : undefined;
    },
  };
}

/** The passage is found in the source where it first occurs. */
function lengthAt([first = 0]: readonly number[], { characters }: SourceBytes, written: number): number {
  return (characters[first + written] ?? Infinity) - (characters[first] ?? 0);
}
