/** calibration/<hash of the model's key>.json: a derived file, measured again if it is invalid or from another host. */
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

export function writeCalibration(runDir: string, modelKey: string, calibration: Calibration): Promise<void> {
  return writeDerived(calibrationPath(runDir, modelKey), [`${JSON.stringify(calibration, null, 2)}\n`]);
}

function calibrationPath(runDir: string, modelKey: string): string {
  return join(runDir, 'calibration', `${sha256(modelKey).slice(0, 16)}.json`);
}
