import type { CachedModel } from '../../models/hub-cache.js';
import { sumFile } from './sum-file.js';

export interface VerifiedModel {
  model: CachedModel;
  /** Undefined if the cache does not say which sum its files should have. */
  isIntact: boolean | undefined;
  /** Files whose content is not that of the hub. */
  damaged: readonly string[];
}

/** Reads weights again, and compares their sums with those that the hub gave. */
export async function verifyModel(model: CachedModel): Promise<VerifiedModel> {
  const known = model.files.filter(({ sha256 }) => sha256 !== undefined);
  const damaged: string[] = [];
  for (const { path, blob, sha256 } of known) if ((await sumFile(blob)) !== sha256) damaged.push(path);
  const isComplete = known.length === model.files.length;
  return { model, damaged, isIntact: damaged.length > 0 ? false : isComplete || undefined };
}
