import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

/** The file is not in the encoding that it seems to have. */
export class NotText extends Error {
  override readonly name = 'NotText';

  constructor(
    readonly line: number,
    readonly found: string,
  ) {
    super(`line ${line} contains ${found}`);
  }
}

/**
 * The text of a file of any size, in pieces: UTF-8, or UTF-16 with a byte order mark, as some spreadsheets save it.
 * `note` is given its bytes. Throws NotText.
 */
export async function* decodeFile(file: string, note?: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let line = 1;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const bytes = chunk as Buffer;
    note?.(bytes);
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    const text = decode(decoder, bytes, line);
    line += text.split('\n').length - 1;
    yield text;
  }
  if (decoder) yield decode(decoder, undefined, line);
}

/** By the byte order mark at the start of a file, if it has one. */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decode(decoder: TextDecoder, bytes: Buffer | undefined, line: number): string {
  let text: string;
  try {
    text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    const [before = ''] = new TextDecoder(decoder.encoding).decode(bytes).split('\ufffd');
    throw new NotText(line + before.split('\n').length - 1, `bytes that are not ${decoder.encoding.toUpperCase()}`);
  }
  // UTF-16 without a byte order mark is valid UTF-8 full of NULs.
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new NotText(line + text.slice(0, nul).split('\n').length - 1, 'a NUL character');
  return text;
}
