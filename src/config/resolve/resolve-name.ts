import { basename, extname } from 'node:path';
import type { ConfigReading } from '../config-reading.js';
import { schemaAt } from '../../source/schemas.js';
import { showValue } from '../../source/show-value.js';

/** The experiment's name, by default the config file's. Files are named after it, so not every file name is valid. */
export function resolveName(reading: ConfigReading): string {
  const { given, file, document } = reading;
  if (given.experiment !== undefined) return given.experiment;
  const stem = basename(file, extname(file));
  const schema = schemaAt('config', ['experiment']);
  if (!document.has(['experiment']) && !new RegExp(schema?.pattern ?? '').test(stem)) {
    const what = `The experiment's name is taken from the file name, but ${showValue(stem)} is not a valid name.`;
    const todo = `Add the key "experiment": ${schema?.['x-form'] ?? 'another name'}.`;
    reading.problems.push({
      code: 'SYNDISCO_CONFIG_MALFORMED',
      what,
      todo,
      path: 'experiment',
      where: document.whereValue([]),
    });
  }
  return stem;
}
