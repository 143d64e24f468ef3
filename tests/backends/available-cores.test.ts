import { describe, expect, it } from 'vitest';
import { availableCores } from '../../src/backends/available-cores.js';
import { threadCap } from '../../src/backends/thread-cap.js';

describe('the cores that a process may really use', () => {
  it('when nothing limits it, then they are those that the scheduler admits', () => {
    expect(coresWith({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' })).toBe(16);
    expect(coresWith({})).toBe(16);
  });

  it('when its cgroup has a quota, then it counts, rounded down but never to nothing', () => {
    expect(coresWith({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '250000 100000\n' })).toBe(2);
    expect(coresWith({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '50000 100000\n' })).toBe(1);
  });

  it('when a cgroup above its own has the smaller quota, then that one counts', () => {
    const files = {
      '/proc/self/cgroup': '0::/slurm/job_7/step_0\n',
      '/sys/fs/cgroup/slurm/job_7/step_0/cpu.max': '800000 100000',
      '/sys/fs/cgroup/slurm/job_7/cpu.max': '400000 100000',
    };
    expect(coresWith(files)).toBe(4);
  });

  it('when cgroups are of version 1, then their quota counts the same', () => {
    const files = {
      '/proc/self/cgroup': '4:cpuset:/\n3:cpu,cpuacct:/docker/7\n',
      '/sys/fs/cgroup/cpu/docker/7/cpu.cfs_quota_us': '300000\n',
      '/sys/fs/cgroup/cpu/docker/7/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    };
    expect(coresWith(files)).toBe(3);
  });

  it('when there are more than two cores, then one is left to Node', () => {
    expect([1, 2, 3, 16].map((cores) => threadCap(cores))).toEqual([1, 2, 2, 15]);
  });
});

function coresWith(files: Record<string, string>): number {
  return availableCores((path) => files[path], 16);
}
