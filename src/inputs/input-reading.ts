import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { inputCodes, type FileCodes } from '../source/file-codes.js';
import { asRead, describeUnreadable, errorCode, isPipe, readText, type NamedBy } from '../source/read-text.js';
import type { SourceText } from '../source/source-text.js';
import type { ErrorCode, Problem } from '../errors.js';

const usualMostBytes = 8 * 1024 * 1024;

/** A file or folder, and the config key that names it. */
export interface NamedInput {
  /** Absolute; empty if missing from the config, which has already been reported. */
  path: string;
  named: NamedBy;
}

/** The state of reading one config's inputs, and the problems found so far. */
export class InputReading {
  readonly problems: Problem[] = [];
  /** Messages that are not problems. */
  readonly notices: string[] = [];

  /**
   * The conditions of a matrix share `reads` and `files`: an input that several of them name is read and reported once.
   */
  constructor(
    readonly config: ExperimentConfig,
    private readonly reads = new Map<string, Promise<unknown>>(),
    /** The text of every file read, by path. */
    readonly files = new Map<string, string>(),
    /** Texts that stand for files, by path. */
    private readonly given: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** A reading for the config of one condition that shares the files. */
  of(config: ExperimentConfig): InputReading {
    return new InputReading(config, this.reads, this.files, this.given);
  }

  /** Calls `read` the first time for a path; returns the same result after that. */
  once<Value>(kind: string, path: string, read: () => Promise<Value>): Promise<Value> {
    const key = `${kind} ${path}`;
    const before = this.reads.get(key) as Promise<Value> | undefined;
    if (before) return before;
    const value = read();
    this.reads.set(key, value);
    return value;
  }

  /** An input with its key; if the key has several spellings, the one in the config. */
  input(path: string, ...keys: readonly [string, ...string[]]): NamedInput {
    const key = keys.find((one) => isWritten(this.config, one)) ?? keys[0];
    return { path, named: this.namedBy(key) };
  }

  namedBy(key: string): NamedBy & { path: string } {
    return { path: key, where: whereInConfig(this.config, key) };
  }

  /** Reads a text file. Reports it and returns undefined if it cannot be read or, unless allowed, is only white space. */
  async readText(
    { path: file, named }: NamedInput,
    { mayBeEmpty = false, maxBytes = usualMostBytes } = {},
  ): Promise<SourceText | undefined> {
    const text = this.given.get(file);
    const toRead = { file, codes: inputCodes, maxBytes, named };
    const { source, bytes, problem } = text === undefined ? await readText(toRead) : asRead(file, text);
    if (source) this.files.set(file, bytes.toString('utf8'));
    if (source && (mayBeEmpty || source.text.trim() !== '')) return source;
    this.problems.push(problem ?? emptyFile(file));
    return undefined;
  }

  /** Whether the path is a folder or a file. Reports it and returns undefined if it is a pipe or cannot be read. */
  async isFolder({ path, named }: NamedInput, codes: FileCodes = inputCodes): Promise<boolean | undefined> {
    if (this.given.has(path)) return false;
    try {
      if (!(await isPipe(path))) return (await stat(path)).isDirectory();
      this.problems.push(await describeUnreadable({ file: path, codes, named, reason: 'A_PIPE' }));
      return undefined;
    } catch (error) {
      this.problems.push(await describeUnreadable({ file: path, codes, named, reason: errorCode(error) }));
      return undefined;
    }
  }

  /**
   * The files of a folder, in the same order on every machine; hidden files and subfolders are skipped. Pipes are not: to
   * read one is an error, and not to would lose a topic without a word.
   */
  async listFolder({ path, named }: NamedInput): Promise<string[] | undefined> {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
      return files
        .filter((name) => !name.startsWith('.'))
        .sort()
        .map((name) => join(path, name));
    } catch (error) {
      const code = errorCode(error);
      const isFile = code === 'ENOTDIR' && (await stat(path).catch(() => undefined)) !== undefined;
      const reason = isFile ? 'NOT_A_FOLDER' : code;
      this.problems.push(await describeUnreadable({ file: path, codes: inputCodes, named, reason }));
      return undefined;
    }
  }

  /** Reports a problem with an input as a whole, at the key that names it. */
  report(code: ErrorCode, { named }: { named: NamedBy }, told: { what: string; todo: string }): void {
    this.problems.push({ code, ...named, ...told });
  }
}

function emptyFile(file: string): Problem {
  const what = 'This file is empty.';
  return {
    code: 'SYNDISCO_INPUT_EMPTY',
    what,
    todo: 'Add content to it, or remove it.',
    where: { file, line: 1, column: 1 },
  };
}
