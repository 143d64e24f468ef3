import type { ConfigFile } from '../generated/config.js';
import type { Problem } from '../errors.js';
import { PositionedDocument } from '../source/positioned-document.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { validateDocument } from '../source/validate-document.js';
import { withCompatibility, type SetKey } from './compatibility.js';
import { ConfigReading } from './config-reading.js';
import { expandSampling } from './expand-sampling.js';
import type { ExperimentConfig } from './experiment-config.js';
import { spellOutKwargs } from './generation-kwargs.js';
import { lowerCaseWords } from './original-keys.js';
import { readTurnTaking } from './resolve/read-turn-taking.js';
import { resolveConfig } from './resolve/resolve-config.js';
import { readModels } from './resolve/resolve-models.js';

/** A document as a config; the reading has the problems that came up in resolving it. */
export interface ResolvedDocument {
  reading: ConfigReading;
  config: ExperimentConfig;
  /** What `compatibility` has set. */
  set: readonly SetKey[];
}

/**
 * Writes out what is short for something else, validates the document, and resolves it: the experiment, or a cell of its
 * matrix. Nothing is resolved if no part of it is valid.
 */
export async function resolveDocument(
  file: string,
  root: PositionedNode,
): Promise<{ problems: Problem[]; resolved?: ResolvedDocument }> {
  lowerCaseWords(root, 'config');
  const spelled = spellOutKwargs(expandSampling(root));
  const compatible = withCompatibility(spelled.root);
  const document = new PositionedDocument(compatible.root);
  const checked = validateDocument<ConfigFile>(document, 'config');
  const problems = [...spelled.problems, ...checked.problems];
  if (!checked.value) return { problems };
  const reading = new ConfigReading(file, document, checked.value);
  await readModels(reading);
  const config = resolveConfig(reading, await readTurnTaking(reading));
  return { problems, resolved: { reading, config, set: compatible.set } };
}
