/**
 * The bytes that each token writes, as a string with a character for each byte. The tokenizer itself does not tell: a
 * token may end in the middle of a character. Added tokens are left out, since the special ones write nothing and the others can be written without them.
 */
export function readTokenBytes({ _tokenizerJSON: json }: { _tokenizerJSON: unknown }): Map<number, string> {
  const { model, added_tokens: added, decoder } = recordOf(json);
  const bytesOf = JSON.stringify(decoder ?? null).includes('"ByteLevel"') ? bytesOfLetters : bytesOfPiece;
  const bytes = new Map(piecesIn(recordOf(model)['vocab']).map(([piece, token]) => [token, bytesOf(piece)] as const));
  for (const token of Array.isArray(added) ? (added as unknown[]) : []) bytes.delete(Number(recordOf(token)['id']));
  return bytes;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** BPE lists tokens by piece, Unigram pieces by token. */
function piecesIn(vocabulary: unknown): [piece: string, token: number][] {
  if (!Array.isArray(vocabulary)) return Object.entries(recordOf(vocabulary)).map(([piece, id]) => [piece, Number(id)]);
  return vocabulary.map((entry: unknown, token) => [Array.isArray(entry) ? String(entry[0]) : '', token]);
}

/** SentencePiece: a space is ▁, and bytes of characters without a token of their own are <0x00> to <0xFF>. */
function bytesOfPiece(piece: string): string {
  const [, byte] = /^<0x([\dA-F]{2})>$/.exec(piece) ?? [];
  return byte === undefined
    ? Buffer.from(piece.replaceAll('▁', ' ')).toString('latin1')
    : String.fromCharCode(parseInt(byte, 16));
}

/** GPT-2: every byte is written as a letter, itself if it is printable, and from U+0100 on in order if it is not. */
function bytesOfLetters(piece: string): string {
  return Array.from(piece, (letter) => byteOf.get(letter) ?? '').join('');
}

const byteOf = new Map(lettersOfBytes());

function lettersOfBytes(): [letter: string, byte: string][] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return [String.fromCharCode(isPrintable ? byte : 0x100 + others++), String.fromCharCode(byte)];
  });
}
