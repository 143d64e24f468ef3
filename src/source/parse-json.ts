import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { maxDepth } from '../parse-foreign-json.js';
import { lostDigits, tooDeep, type Parsed } from './parsed.js';
import type { Mapping, PositionedNode, Scalar } from './positioned-node.js';
import { showValue } from './show-value.js';
import type { Source } from './source-text.js';

/**
 * Parses strict JSON (RFC 8259) with the position of every key and value. `JSON.parse` keeps no positions (on Node 20
 * often not even that of a syntax error) and silently takes the last of duplicate keys.
 */
export function parseJson(source: Source, codes: FileCodes): Parsed {
  const reader = new JsonReader(source, codes);
  try {
    return { root: reader.readDocument(), problems: reader.problems };
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    return { problems: [...reader.problems, error.problem] };
  }
}

class Unparsable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.what);
  }
}

const blank = /[ \t\r\n]*/y;
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalarToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
const anyWord = /[^\s,:[\]{}]+/y;

class JsonReader {
  readonly problems: Problem[] = [];
  #offset = 0;

  constructor(
    readonly source: Source,
    readonly codes: FileCodes,
  ) {}

  readDocument(): PositionedNode {
    const root = this.#readValue(0);
    if (this.#peek() !== '')
      throw this.#unexpected('the end of the file', 'Keep one value, and remove everything after it.');
    return root;
  }

  #readValue(depth: number): PositionedNode {
    const next = this.#peek();
    const place = { source: this.source, offset: this.#offset };
    if (depth > maxDepth) throw new Unparsable(tooDeep(place, this.codes));
    const value = this.#readAnything(next, depth);
    return { place, value, end: this.#offset };
  }

  #readAnything(next: string, depth: number): PositionedNode['value'] {
    if (next === '{') return this.#readObject(depth);
    if (next === '[') return this.#readArray(depth);
    return next === '"' ? this.#readString() : this.#readScalar();
  }

  #readObject(depth: number): Mapping {
    const entries: Mapping = new Map();
    this.#offset += 1;
    if (this.#skip('}')) return entries;
    do {
      if (this.#peek() !== '"') throw this.#unexpected('a key in double quotes', this.#keyAdvice());
      const key = { source: this.source, offset: this.#offset };
      const name = this.#readString();
      if (!this.#skip(':')) throw this.#unexpected('a colon', `Put a colon after the key ${showValue(name)}.`);
      const node = this.#readValue(depth + 1);
      if (entries.has(name)) this.#reportDuplicate(name, key.offset);
      else entries.set(name, { key, node });
    } while (this.#skip(','));
    if (!this.#skip('}'))
      throw this.#unexpected('a comma or }', 'Put commas between the entries, and } after the last one.');
    return entries;
  }

  #readArray(depth: number): PositionedNode[] {
    const items: PositionedNode[] = [];
    this.#offset += 1;
    if (this.#skip(']')) return items;
    do items.push(this.#readValue(depth + 1));
    while (this.#skip(','));
    if (!this.#skip(']'))
      throw this.#unexpected('a comma or ]', 'Put commas between the items, and ] after the last one.');
    return items;
  }

  #readString(): string {
    const token = this.#match(stringToken);
    if (token === undefined) {
      throw this.#problem(
        'This string is not closed, contains a control character, or has an invalid escape.',
        'Close it with a double quote on the same line; write \\n for a line break and \\\\ for a backslash.',
      );
    }
    return JSON.parse(token) as string;
  }

  #readScalar(): Scalar {
    const start = this.#offset;
    const token = this.#match(scalarToken);
    const word = this.#wordAt(start);
    if (token === undefined || token !== word) {
      this.#offset = start;
      throw this.#unexpected('a value', 'Put strings in double quotes; remove trailing commas and comments.');
    }
    const value = JSON.parse(token) as Scalar;
    const lost = lostDigits(token, value, { source: this.source, offset: start }, this.codes);
    if (lost) this.problems.push(lost);
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    this.#offset = start;
    throw this.#problem(`${token} is too large for a number.`, 'Write a smaller number.');
  }

  #keyAdvice(): string {
    return this.#peek() === '}' ? 'Remove the comma after the last entry.' : 'Write the key in double quotes.';
  }

  #reportDuplicate(name: string, offset: number): void {
    const what = `Duplicate key ${showValue(name)}.`;
    const where = this.source.whereAt(offset);
    this.problems.push({ code: this.codes.duplicateKey, what, todo: 'Remove or rename one of them.', where });
  }

  #unexpected(wanted: string, todo: string): Unparsable {
    const found = this.#peek() === '' ? 'the end of the file' : showValue(this.#wordAt(this.#offset) || this.#peek());
    return this.#problem(`Invalid JSON: expected ${wanted}, found ${found}.`, todo);
  }

  #problem(what: string, todo: string): Unparsable {
    return new Unparsable({ code: this.codes.syntax, what, todo, where: this.source.whereAt(this.#offset) });
  }

  /** The next character that is not white space; empty at the end. */
  #peek(): string {
    this.#match(blank);
    return this.source.text.charAt(this.#offset);
  }

  #skip(sign: string): boolean {
    const isNext = this.#peek() === sign;
    if (isNext) this.#offset += 1;
    return isNext;
  }

  #wordAt(offset: number): string {
    anyWord.lastIndex = offset;
    return anyWord.exec(this.source.text)?.[0] ?? '';
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const token = pattern.exec(this.source.text)?.[0];
    this.#offset += token?.length ?? 0;
    return token;
  }
}
