import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { inputCodes, type FileCodes } from '../source/file-codes.js';
import { describeUnreadable, errorCode, readText, type NamedBy } from '../source/read-text.js';
import type { SourceText } from '../source/source-text.js';
import type { ErrorCode, Problem } from '../errors.js';

const maxBytes = 8 * 1024 * 1024;

/** A file or folder, and the key of the config that names it. */
export interface NamedInput {
  /** Absolute; empty when the config does not say it, which has been reported there. */
  path: string;
  named: NamedBy;
}

/** The inputs of one config on their way in, and what was found wrong with them so far. */
export class InputReading {
  readonly problems: Problem[] = [];
  /** What is worth knowing and not wrong. */
  readonly notices: string[] = [];

  /** `reads` and `files` are shared between the conditions of a matrix: what several name is read, and reported, once. */
  constructor(
    readonly config: ExperimentConfig,
    private readonly reads = new Map<string, Promise<unknown>>(),
    /** The text of every file that was read, by its path. */
    readonly files = new Map<string, string>(),
  ) {}

  /** The config of one condition, with the same files behind it. */
  of(config: ExperimentConfig): InputReading {
    return new InputReading(config, this.reads, this.files);
  }

  /** What `read` makes of a path, the first time. */
  once<Value>(kind: string, path: string, read: () => Promise<Value>): Promise<Value> {
    const key = `${kind} ${path}`;
    const before = this.reads.get(key) as Promise<Value> | undefined;
    if (before) return before;
    const value = read();
    this.reads.set(key, value);
    return value;
  }

  /** An input together with its key: of several spellings the one that was written. */
  input(path: string, ...keys: readonly [string, ...string[]]): NamedInput {
    const key = keys.find((one) => isWritten(this.config, one)) ?? keys[0];
    return { path, named: this.namedBy(key) };
  }

  namedBy(key: string): NamedBy & { path: string } {
    return { path: key, where: whereInConfig(this.config, key) };
  }

  /** A text file; undefined, and reported, when it cannot be read or has nothing but white space. */
  async readText({ path: file, named }: NamedInput): Promise<SourceText | undefined> {
    const { source, bytes, problem } = await readText({ file, codes: inputCodes, maxBytes, named });
    if (source) this.files.set(file, bytes.toString('utf8'));
    if (source && source.text.trim() !== '') return source;
    this.problems.push(problem ?? emptyFile(file));
    return undefined;
  }

  /** Whether there is a folder; undefined, and reported, when there is nothing that can be read. */
  async isFolder({ path, named }: NamedInput, codes: FileCodes = inputCodes): Promise<boolean | undefined> {
    try {
      return (await stat(path)).isDirectory();
    } catch (error) {
      this.problems.push(await describeUnreadable({ file: path, codes, named, reason: errorCode(error) }));
      return undefined;
    }
  }

  /** The files of a folder in an order that is the same on every machine; hidden ones and folders are passed over. */
  async listFolder({ path, named }: NamedInput): Promise<string[] | undefined> {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
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

  /** Something wrong with an input as a whole, shown at the key that names it. */
  report(code: ErrorCode, { named }: { named: NamedBy }, told: { what: string; todo: string }): void {
    this.problems.push({ code, ...named, ...told });
  }
}

function emptyFile(file: string): Problem {
  const what = 'This file is empty.';
  return {
    code: 'SYNDISCO_INPUT_EMPTY',
    what,
    todo: 'Write something into it, or remove it.',
    where: { file, line: 1, column: 1 },
  };
}
