/**
 * models/<hash of the name>.json keeps what a model's name stood for at its first use, so that exchanged weights under
 * an unchanged name are noticed. Published once; the engine's version may change and is recorded by every attempt.
 * One that is found may be of a process that was killed before its name was safe: it is synced before we go by it.
 */
import { join } from 'node:path';
import { fail } from '../../errors.js';
import type { ModelIdentity } from '../../generated/discussion.js';
import { sha256 } from '../../sha256.js';
import { unless } from '../disk/errno.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { parseJson, readWhole } from '../disk/read-whole.js';

export async function recordModel(ports: Publishing, dir: string, model: ModelIdentity): Promise<void> {
  const file = join(dir, `${sha256(model.name).slice(0, 16)}.json`);
  const known = await unless(['ENOENT'], readWhole(ports.files, file));
  if (known) {
    compare(parseJson(known), model, file);
    await ports.files.syncDir(dir);
    return;
  }
  const published = await publishOnce(ports, file, [`${JSON.stringify(model, null, 2)}\n`]);
  if (published === 'taken') compare(parseJson(await readWhole(ports.files, file)), model, file);
}

function compare(known: unknown, model: ModelIdentity, file: string): void {
  const fingerprint = typeof known === 'object' && known && 'fingerprint' in known ? known.fingerprint : undefined;
  if (fingerprint === model.fingerprint) return;
  throw fail({
    code: 'SYNDISCO_MODEL_CHANGED',
    what: `The model ${JSON.stringify(model.name)} had the fingerprint ${JSON.stringify(fingerprint)} in this run, and has ${JSON.stringify(model.fingerprint)} now`,
    todo: 'Put the old weights back, or give the new ones another model_pseudoname and another run_dir.',
    path: 'model_parameters.general.model_path',
    where: { file },
  });
}
