import { meetDeadEngine, meetFailureLimit, meetScatteredTroubles, meetStop, meetTroubles } from '../failing-engine.js';
import { onModelDisk } from '../on-model-disk.js';

/** An engine fails in memory, where every answer can be counted: the right jobs are given up, and no answer is lost. */
export const failingRequests = onModelDisk({
  name: 'requests that fail (model disk)',
  plays: [meetTroubles, meetTroubles, meetDeadEngine, meetFailureLimit, meetScatteredTroubles, meetStop],
  quick: 80,
  full: 20_000,
});
