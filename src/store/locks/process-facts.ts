/**
 * Identifies this process, so that another one can tell whether it is still alive. A pid may be reused, so the start
 * ticks are recorded as well; ticks count from boot, so the boot id is needed; and pids are valid only in a namespace.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Holder } from '../../generated/lock.js';

export type ProcessFacts = Omit<Holder, 'since'>;

let facts: ProcessFacts | undefined;

/** Cached: every attempt records it, and it cannot change. */
export function thisProcess(): ProcessFacts {
  facts ??= lookUp();
  return facts;
}

function lookUp(): ProcessFacts {
  return {
    host: hostname(),
    pid: process.pid,
    pid_namespace: attempted(() => readlinkSync('/proc/self/ns/pid')),
    start_ticks: readStat(process.pid)?.ticks ?? null,
    boot_id: attempted(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  };
}

/** `alive` and `dead` are certain; `unknown` means that the process is not visible from here. */
export function judgeProcess(holder: ProcessFacts, here: ProcessFacts = thisProcess()): 'alive' | 'dead' | 'unknown' {
  if (holder.host !== here.host) return 'unknown';
  if (holder.boot_id !== here.boot_id) return holder.boot_id === null || here.boot_id === null ? 'unknown' : 'dead';
  if (holder.pid_namespace !== here.pid_namespace) return 'unknown';
  return judgeNeighbour(holder);
}

function judgeNeighbour({ pid, start_ticks }: ProcessFacts): 'alive' | 'dead' | 'unknown' {
  const seen = readStat(pid);
  if (seen) return seen.ticks === start_ticks && !seen.hasEnded ? 'alive' : 'dead';
  if (!answersSignals(pid)) return 'dead';
  return start_ticks === null ? 'alive' : 'unknown';
}

/** Fields 3 and 22 of /proc/<pid>/stat, found after the last `)`, because the command name may contain anything. */
function readStat(pid: number): { ticks: string | null; hasEnded: boolean } | undefined {
  const stat = attempted(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return undefined;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { ticks: fields[18] ?? null, hasEnded: state === 'Z' || state === 'X' };
}

/** Whether a process with this id is visible from here; it may be another one than the one that is meant. */
export function isRunning(pid: number): boolean {
  return readStat(pid)?.hasEnded === false || answersSignals(pid);
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Null where /proc does not exist or is hidden. */
function attempted(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
