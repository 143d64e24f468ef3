/** calibration/<hash of the model's key>.json: a derived file, measured again if it is invalid or from another host. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Calibration } from '../../generated/calibration.js';
import { sha256 } from '../../sha256.js';
import { hasShape } from '../check-shape.js';
import { unless } from '../disk/errno.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { writeDerived } from '../disk/write-derived.js';

/** Undefined if there is no measurement of this model on this host. */
export async function readCalibration(
  runDir: string,
  modelKey: string,
  host: string,
): Promise<Calibration | undefined> {
  const bytes = await unless(['ENOENT'], readWhole(nodeFiles, calibrationPath(runDir, modelKey)));
  const calibration = bytes && parseJson(bytes);
  return hasShape('calibration', calibration) && calibration.host === host ? calibration : undefined;
}

/** The measurements of all models, on whichever machine they were made. */
export async function listCalibrations(runDir: string): Promise<Calibration[]> {
  const dir = join(runDir, 'calibration');
  const names = (await unless(['ENOENT'], readdir(dir))) ?? [];
  const found = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readWhole(nodeFiles, join(dir, name)).then(parseJson)),
  );
  return found.filter((calibration) => hasShape('calibration', calibration));
}

export function writeCalibration(runDir: string, modelKey: string, calibration: Calibration): Promise<void> {
  return writeDerived(calibrationPath(runDir, modelKey), [`${JSON.stringify(calibration, null, 2)}\n`]);
}

function calibrationPath(runDir: string, modelKey: string): string {
  return join(runDir, 'calibration', `${sha256(modelKey).slice(0, 16)}.json`);
}
