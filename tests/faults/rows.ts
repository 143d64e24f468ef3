import type { Row } from './row.js';
import { backend } from './rows/backend.js';
import { clockJumps } from './rows/clock-jumps.js';
import { damagedJournals } from './rows/damaged-journals.js';
import { failingCalls } from './rows/failing-calls.js';
import { failingRequests } from './rows/failing-requests.js';
import { fullDisk } from './rows/full-disk.js';
import { fuzz } from './rows/fuzz.js';
import { killAnywhere } from './rows/kill-anywhere.js';
import { killAnnotations } from './rows/kill-annotations.js';
import { killStudy } from './rows/kill-study.js';
import { killEachSyscall } from './rows/kill-each-syscall.js';
import { maliciousServers } from './rows/malicious-servers.js';
import { powerLoss } from './rows/power-loss.js';
import { mixedCommands } from './rows/mixed-commands.js';
import { outOfMemory } from './rows/out-of-memory.js';
import { overlap } from './rows/overlap.js';
import { races } from './rows/races.js';
import { shards } from './rows/shards.js';
import { wrongFiles } from './rows/wrong-files.js';
import { size } from './rows/size.js';
import { signals } from './rows/signals.js';
import { verified } from './rows/verified.js';

/** The fault table, in the order in which it is printed. */
export const rows: readonly Row[] = [
  killAnywhere,
  killAnnotations,
  killStudy,
  killEachSyscall,
  outOfMemory,
  powerLoss,
  signals,
  fullDisk,
  failingCalls,
  damagedJournals,
  verified,
  overlap,
  mixedCommands,
  races,
  shards,
  clockJumps,
  backend,
  failingRequests,
  maliciousServers,
  wrongFiles,
  fuzz,
  size,
];
