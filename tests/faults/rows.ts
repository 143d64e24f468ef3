import type { Row } from './row.js';
import { backend } from './rows/backend.js';
import { clockJumps } from './rows/clock-jumps.js';
import { damagedJournals } from './rows/damaged-journals.js';
import { failingCalls } from './rows/failing-calls.js';
import { fullDisk } from './rows/full-disk.js';
import { fuzz } from './rows/fuzz.js';
import { killAnywhere } from './rows/kill-anywhere.js';
import { killAnnotations } from './rows/kill-annotations.js';
import { killEachSyscall } from './rows/kill-each-syscall.js';
import { maliciousServers } from './rows/malicious-servers.js';
import { powerLoss } from './rows/power-loss.js';
import { overlap } from './rows/overlap.js';
import { shards } from './rows/shards.js';
import { wrongFiles } from './rows/wrong-files.js';
import { size } from './rows/size.js';
import { signals } from './rows/signals.js';

/** The fault table, in the order in which it is printed. */
export const rows: readonly Row[] = [
  killAnywhere,
  killAnnotations,
  killEachSyscall,
  powerLoss,
  signals,
  fullDisk,
  failingCalls,
  damagedJournals,
  overlap,
  shards,
  clockJumps,
  backend,
  maliciousServers,
  wrongFiles,
  fuzz,
  size,
];
