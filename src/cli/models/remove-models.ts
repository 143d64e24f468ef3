import { fail } from '../../errors.js';
import { describeBytes } from '../../experiment/doctor/finding.js';
import { findCached } from '../../models/hub-cache.js';
import { removeModel, removePartial } from '../../experiment/models/remove-model.js';
import { printable } from '../../log/printable.js';
import type { ModelsOptions } from './models-options.js';
import { namedModels, requireHere } from './named-models.js';

/** `models rm`: removes the models that are named, and what unfinished downloads of them have left. */
export async function removeModels(models: readonly string[], { json }: ModelsOptions): Promise<void> {
  if (models.length === 0) {
    const todo = 'Name them as syndisco models list does.';
    throw fail({ code: 'SYNDISCO_USAGE', what: 'There is no model to remove.', todo });
  }
  for (const uri of namedModels(models)) {
    const partial = findCached(uri) ? 0 : await removePartial(uri.repo);
    const freed = partial > 0 ? partial : (await Promise.all(requireHere([uri.text]).map(removeModel)))[0];
    const text = json
      ? JSON.stringify({ uri: uri.text, freed_bytes: freed })
      : `${printable(uri.text)} is removed: ${describeBytes(freed ?? 0)} are free again.`;
    process.stdout.write(`${text}\n`);
  }
}
