import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

const cgroupRoot = '/sys/fs/cgroup';

/** Reads a small text file; undefined if there is none. */
type ReadText = (path: string) => string | undefined;

/**
 * Cores that this process can really use, at least 1: those that the scheduler allows (affinity, cpusets), limited to
 * the CPU quota of its cgroup and of every cgroup above it, version 2 or 1.
 */
export function availableCores(read: ReadText = readIfThere, admitted: number = availableParallelism()): number {
  const quotas = cgroupFolders(read('/proc/self/cgroup') ?? '').map((folder) => quotaOf(folder, read));
  return Math.max(1, Math.floor(Math.min(admitted, ...quotas)));
}

/** Every folder that may hold a quota for this process, from its own cgroup up to the root, in both layouts. */
function cgroupFolders(selfCgroup: string): string[] {
  return selfCgroup.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    if (controllers === '')
      return ancestors(path).flatMap((up) => [join(cgroupRoot, up), join(cgroupRoot, 'unified', up)]);
    return controllers.split(',').includes('cpu') ? ancestors(path).map((up) => join(cgroupRoot, 'cpu', up)) : [];
  });
}

function ancestors(path: string): string[] {
  return path === '/' ? ['/'] : [path, ...ancestors(dirname(path))];
}

function quotaOf(folder: string, read: ReadText): number {
  const [quota, period] =
    read(join(folder, 'cpu.max'))?.trim().split(' ') ??
    [read(join(folder, 'cpu.cfs_quota_us')), read(join(folder, 'cpu.cfs_period_us'))].map((text) => text?.trim());
  const cores = Number(quota) / Number(period);
  return cores > 0 && Number.isFinite(cores) ? cores : Infinity;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
