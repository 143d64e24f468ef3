import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Problem, Where } from '../errors.js';
import type { ConfigFile, SamplingSection } from '../generated/config.js';
import type { InputFile } from '../source/input-file.js';
import type { Path, PositionedDocument } from '../source/positioned-document.js';
import type { Partially } from '../source/validate-document.js';

/** A file beside a model, and what it amounts to here. */
export interface GenerationConfig {
  /** Absent if the model has none. */
  file?: InputFile;
  sampling: Pick<SamplingSection, 'temperature' | 'top_p' | 'top_k' | 'min_p'>;
}

/** The state of turning one document into an `ExperimentConfig`, and the problems found so far. */
export class ConfigReading {
  readonly problems: Problem[] = [];
  /** The file named by `configs_path`, once it has been read. */
  turnTakingFile?: InputFile;
  /** The file named by `chat_template`, once it has been read. */
  chatTemplateFile?: InputFile;
  /** What the model's own generation_config.json says of sampling, where the config asks for it. */
  generationConfig?: GenerationConfig;
  /** Of each of `models` a reading in which it is `model_parameters`, once their chat templates have been read. */
  readonly models = new Map<string, ConfigReading>();

  constructor(
    /** Absolute. */
    readonly file: string,
    readonly document: PositionedDocument,
    /** The valid part of the document. */
    readonly given: Partially<ConfigFile>,
  ) {}

  /** Paths are relative to the config file; `~` is the home directory, as in a shell. */
  absolute(path: string): string {
    return resolve(dirname(this.file), path.replace(/^~(?=\/|$)/, homedir));
  }

  /** A missing path, already reported, becomes empty. */
  absoluteOrEmpty(path: string | undefined): string {
    return path === undefined ? '' : this.absolute(path);
  }

  reportMissing(path: Path, todo: string): void {
    const what = `Missing key "${path.at(-1) ?? ''}" in ${path.slice(0, -1).join('.')}.`;
    this.problems.push({
      code: 'SYNDISCO_CONFIG_MISSING_KEY',
      what,
      todo,
      path: path.join('.'),
      where: this.document.whereValue(path),
    });
  }

  reportContradiction(path: Path, what: string, todo: string): void {
    this.problems.push({
      code: 'SYNDISCO_CONFIG_CONTRADICTION',
      what,
      todo,
      path: path.join('.'),
      where: this.document.whereKey(path),
    });
  }
}

/** A second position, for use inside a sentence. */
export function inWords({ file, line, column }: Where): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
