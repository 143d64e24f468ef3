import type { DetectorName, Known } from './detector.js';
import { detectors } from './registry.js';

/** The detectors that find something in a reply, in the registry's order. */
export function inspectReply(raw: string, known: Known): DetectorName[] {
  return detectorNames.filter((name) => detectors[name].finds(raw, known));
}

export const detectorNames = Object.keys(detectors) as readonly DetectorName[];
