import type { Where } from '../errors.js';
import type { ExperimentConfig } from './experiment-config.js';
import type { PositionedDocument } from '../source/positioned-document.js';

/** Kept beside the configs, so that an `ExperimentConfig` stays plain data that a library's user can write by hand. */
const documents = new WeakMap<ExperimentConfig, PositionedDocument>();

export function rememberPositions(config: ExperimentConfig, document: PositionedDocument): void {
  documents.set(config, document);
}

export function isWritten(config: ExperimentConfig, key: string): boolean {
  return documents.get(config)?.has(key.split('.')) ?? false;
}

/** The place of a dotted key's value in the config file; only the file, for a config that did not come from one. */
export function whereInConfig(config: ExperimentConfig, key: string): Where {
  return documents.get(config)?.whereValue(key.split('.')) ?? { file: config.file };
}
