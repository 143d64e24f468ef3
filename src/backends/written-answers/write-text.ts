import type { OpenForm } from '../label.js';
import { end, type Writing } from './writing.js';

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const firstBeyondAscii = 0x80;
const decoder = new TextDecoder();

/** After the opening quote: a text on one line that is not all white space, its closing quote, and the end. */
export function writeText({ maxLength }: Extract<OpenForm, { kind: 'text' }>): Writing {
  return goOn({ left: maxLength, isBlank: true });
}

interface Written {
  /** Characters that may follow. */
  left: number;
  isBlank: boolean;
}

function goOn({ left, isBlank }: Written): Writing {
  const add = (isSpace: boolean): Writing | undefined => {
    const longer = { left: left - 1, isBlank: isBlank && isSpace };
    return longer.left === 0 && longer.isBlank ? undefined : goOn(longer);
  };
  return {
    next: (byte) => {
      if (byte === quote) return isBlank ? undefined : end;
      if (left === 0 || byte < space || byte === 0x7f) return undefined;
      if (byte === backslash) return { next: (escaped) => (canBeEscaped(escaped) ? add(false) : undefined) };
      if (byte < firstBeyondAscii) return add(byte === space);
      return inCharacter([byte], (character) => add(/^\s$/.test(character)));
    },
  };
}

/** Grammars allow no other escapes, which a text on one line does not need. */
function canBeEscaped(byte: number): boolean {
  return byte === quote || byte === backslash;
}

/** A character of several bytes, of which some are written. */
function inCharacter(bytes: readonly number[], then: (character: string) => Writing | undefined): Writing | undefined {
  const [lead = 0] = bytes;
  const length = lengthOf(lead);
  if (length === undefined) return undefined;
  if (bytes.length === length) return then(decoder.decode(Uint8Array.from(bytes)));
  const [from, to] = (bytes.length === 1 ? secondBytes[lead] : undefined) ?? [0x80, 0xbf];
  return { next: (byte) => (byte >= from && byte <= to ? inCharacter([...bytes, byte], then) : undefined) };
}

function lengthOf(lead: number): number | undefined {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : undefined;
}

/** Where UTF-8 allows fewer second bytes than usual (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
const secondBytes: Readonly<Record<number, readonly [number, number]>> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
};
