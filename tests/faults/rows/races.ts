import { keepOthersOut } from '../keep-others-out.js';
import { raceForLock } from '../lock-races.js';
import { onModelDisk } from '../on-model-disk.js';
import { raceToPublish } from '../publish-races.js';
import { runUnlocked } from '../side-by-side.js';

/** Several processes on one model disk, whose steps come in any order: one holds the lock, and one document is published. */
export const races = onModelDisk({
  name: 'races for locks and names (model disk)',
  plays: [raceForLock, raceForLock, raceForLock, raceForLock, raceToPublish, keepOthersOut, runUnlocked],
  quick: 240,
  full: 60_000,
});
