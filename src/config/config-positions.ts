import type { Where } from '../errors.js';
import type { ExperimentConfig } from './experiment-config.js';
import type { PositionedDocument } from '../source/positioned-document.js';

/** Stored separately, so that an `ExperimentConfig` stays plain data that users of the library can write by hand. */
const documents = new WeakMap<ExperimentConfig, PositionedDocument>();

export function rememberPositions(config: ExperimentConfig, document: PositionedDocument): void {
  documents.set(config, document);
}

export function isWritten(config: ExperimentConfig, key: string): boolean {
  return documents.get(config)?.has(key.split('.')) ?? false;
}

/**
 * The position of a dotted key's value in the config file; only the file name for a config that was not loaded from
 * one.
 */
export function whereInConfig(config: ExperimentConfig, key: string): Where {
  return documents.get(config)?.whereValue(key.split('.')) ?? { file: config.file };
}
