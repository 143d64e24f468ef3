import { exitCodeOf } from '../../errors.js';
import { listCached } from '../../models/hub-cache.js';
import { verifyModel, type VerifiedModel } from '../../experiment/models/verify-models.js';
import { printable } from '../../log/printable.js';
import type { ModelsOptions } from './models-options.js';
import { requireHere } from './named-models.js';

/** `models verify`: reads the weights again; those that are named or, without any, all. */
export async function verifyModels(models: readonly string[], { json }: ModelsOptions): Promise<void> {
  const verified: VerifiedModel[] = [];
  for (const model of models.length > 0 ? requireHere(models) : listCached()) {
    const one = await verifyModel(model);
    verified.push(one);
    if (!json) process.stdout.write(`${printable(describeVerified(one))}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify({ models: verified.map(asJson) })}\n`);
  else if (verified.length === 0) process.stdout.write('There are no models from the hub on this machine.\n');
  if (verified.some(({ isIntact }) => isIntact === false)) process.exitCode = exitCodeOf.SYNDISCO_MODEL_CORRUPT;
}

function describeVerified({ model: { uri }, isIntact, damaged }: VerifiedModel): string {
  if (isIntact) return `ok       ${uri}`;
  if (isIntact === undefined) return `unknown  ${uri}: this cache does not tell its sum`;
  const todo = `Run: syndisco models rm ${uri} && syndisco models pull ${uri}`;
  return `damaged  ${uri}: the SHA-256 of ${damaged.join(', ')} is not the hub's. ${todo}`;
}

function asJson({
  model: { uri, commit },
  isIntact = null,
  damaged,
}: Omit<VerifiedModel, 'isIntact'> & { isIntact?: boolean | null | undefined }): object {
  return { uri, commit, is_intact: isIntact, damaged };
}
