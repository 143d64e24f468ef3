import { describe, expect, it } from 'vitest';
import { ThreadGovernor, type ThreadChange } from '../../../src/backends/llama-cpp/thread-governor.js';

/** How long a step of 20 ms takes, by the number of threads. */
type Machine = (threads: number) => number;

const quiet: Machine = (threads) => (threads === 1 ? 1.4 : 1);
/** Two spinning threads wait for a core that another process uses half the time. */
const taken: Machine = (threads) => (threads === 1 ? 1.5 : 6);

describe('the number of threads next to a busy neighbour', () => {
  it('when steps take over twice their time for some seconds, then fewer threads are taken, and it is told once', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    expect(run.changes).toEqual([]);
    run.work(10_000, taken);
    expect(run.changes).toMatchObject([{ from: 2, to: 1 }]);
    expect(run.changes[0]?.ratio).toBeGreaterThan(2);
    expect(run.threads).toBe(1);
  });

  it('when the neighbour stays, then looking whether it is gone takes less than a twentieth of the time', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    run.work(10_000, taken);
    const before = run.steps;
    run.work(120_000, taken);
    expect(run.threads).toBe(1);
    expect(run.changes).toHaveLength(1);
    const undisturbed = 120_000 / (meanMs * taken(1));
    expect((run.steps - before) / undisturbed).toBeGreaterThan(0.95);
  });

  it('when the neighbour is gone, then all threads are back within a quarter of a minute', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    run.work(60_000, taken);
    run.work(15_000, quiet);
    expect(run.changes).toMatchObject([
      { from: 2, to: 1 },
      { from: 1, to: 2 },
    ]);
    expect(run.changes[1]?.ratio).toBeLessThan(0.95);
  });

  it('when the machine was busy at load and is quiet later, then more threads are taken than were chosen', () => {
    const run = startRun({ threads: 1, most: 2 });
    run.work(20_000, taken);
    expect(run.threads).toBe(1);
    run.work(20_000, quiet);
    expect(run.threads).toBe(2);
  });

  it('when a trial of more threads meets only steps of unknown shapes, then it ends and the threads stay', () => {
    const run = startRun({ threads: 1, most: 2 });
    while (run.threads === 1) run.step({ tokens: 8, attended: 512 }, taken);
    let onTwo = 0;
    for (let attended = 1024; attended < 1e9; attended *= 2) {
      if (run.threads === 2) onTwo += 1;
      run.step({ tokens: 8, attended }, taken);
    }
    expect(onTwo).toBeGreaterThan(0);
    expect(onTwo).toBeLessThan(10);
    expect(run.threads).toBe(1);
  });

  it('when steps become longer because prompts do, then nothing changes', () => {
    const run = startRun({ threads: 2, most: 2 });
    for (let attended = 64; attended < 16_384; attended *= 1.1) {
      for (let step = 0; step < 200; step++) run.step({ tokens: 8, attended }, quiet);
    }
    for (let step = 0; step < 400; step++) run.step({ tokens: 512, attended: 100_000 }, quiet);
    expect(run.changes).toEqual([]);
    expect(run.tried).toEqual(new Set([2]));
  });

  it('when the process was suspended for an hour, then nothing changes', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    run.step({ tokens: 8, attended: 1000 }, () => 180_000);
    run.work(20_000, quiet);
    expect(run.tried).toEqual(new Set([2]));
  });

  it('when every number of threads is equally slow, then it is tried once and the new time is the usual one', () => {
    const run = startRun({ threads: 2, most: 2 });
    const throttled: Machine = (threads) => 4 * quiet(threads);
    run.work(20_000, quiet);
    run.work(60_000, throttled);
    expect(run.changes).toEqual([]);
    expect(run.switches).toBe(2);
    run.work(60_000, quiet);
    run.work(10_000, taken);
    expect(run.changes).toHaveLength(1);
  });

  it('when one of sixteen cores is taken, then one thread fewer is enough', () => {
    const run = startRun({ threads: 15, most: 15 });
    const spread: Machine = (threads) => 15 / threads;
    run.work(20_000, spread);
    run.work(20_000, (threads) => (threads > 14 ? 5 : spread(threads)));
    expect(run.threads).toBe(14);
  });

  it('when seven of sixteen cores are taken and freed, then threads go down and climb back step by step', () => {
    const run = startRun({ threads: 15, most: 15 });
    const spread: Machine = (threads) => 15 / threads;
    run.work(20_000, spread);
    run.work(20_000, (threads) => (threads > 9 ? 8 : spread(threads)));
    expect(run.threads).toBe(8);
    expect(run.tried).not.toContain(1);
    run.work(40_000, spread);
    expect(run.threads).toBe(15);
  });

  it('when a neighbour comes and goes every few seconds, then the changes become rare', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    for (let burst = 0; burst < 100; burst++) {
      run.work(8_000, taken);
      run.work(10_000, quiet);
    }
    expect(run.changes.length).toBeLessThan(40);
  });

  it('when steps take seconds each, then a neighbour is noticed after a few of them', () => {
    const run = startRun({ threads: 8, most: 8 });
    const large = { tokens: 8, attended: 64_000 };
    const times: Machine = (threads) => (8 / threads) * 100;
    for (let step = 0; step < 20; step++) run.step(large, times);
    for (let step = 0; step < 20; step++) run.step(large, (threads) => times(threads) * (threads === 8 ? 10 : 1));
    expect(run.threads).toBe(7);
  });

  it('when a neighbour is there half of the time from one step to the next, then its steps do not pass for usual', () => {
    const run = startRun({ threads: 2, most: 2 });
    run.work(20_000, quiet);
    let steps = 0;
    run.work(20_000, (threads) => (threads === 1 ? 1.5 : steps++ % 2 === 0 ? 1.6 : 2.8));
    expect(run.threads).toBe(1);
  });

  it('when only one thread may be used, then it is never changed', () => {
    const run = startRun({ threads: 1, most: 1 });
    run.work(20_000, quiet);
    run.work(60_000, (threads) => 10 * quiet(threads));
    expect([run.changes, run.tried]).toEqual([[], new Set([1])]);
  });
});

const baseMs = 20;
/** Of the steps of `work`, on a quiet machine with all threads. */
const meanMs = baseMs * 1.1;

interface Shape {
  tokens: number;
  attended: number;
}

interface Run {
  readonly governor: ThreadGovernor;
  readonly threads: number;
  readonly steps: number;
  readonly changes: ThreadChange[];
  /** All numbers of threads that a step ran with. */
  readonly tried: Set<number>;
  /** How often the number of threads of a step differed from that of the step before. */
  readonly switches: number;
  step(shape: Shape, machine: Machine): number;
  /** Steps of changing shape until they have taken so many milliseconds. */
  work(ms: number, machine: Machine): void;
}

/** A run without a clock: the machine says how long every step takes. */
function startRun(options: { threads: number; most: number }): Run {
  const governor = new ThreadGovernor(options);
  const changes: ThreadChange[] = [];
  const tried = new Set<number>();
  let [steps, switches, last] = [0, 0, options.threads];
  const step = (shape: Shape, machine: Machine): number => {
    const { threads } = governor;
    if (threads !== last) switches += 1;
    last = threads;
    tried.add(threads);
    const noise = 1 + 0.1 * Math.sin(steps++ * 12.9);
    const ms = costMs(shape) * machine(threads) * noise;
    const change = governor.note({ ...shape, ms });
    if (change) changes.push(change);
    return ms;
  };
  return {
    governor,
    changes,
    tried,
    step,
    get threads() {
      return governor.threads;
    },
    get steps() {
      return steps;
    },
    get switches() {
      return switches;
    },
    work(ms, machine) {
      for (let spent = 0; spent < ms;) spent += step({ tokens: 8, attended: 1000 + 100 * (steps % 60) }, machine);
    },
  };
}

function costMs({ tokens, attended }: Shape): number {
  return baseMs * (0.5 + tokens / 16 + attended / 40_000);
}
