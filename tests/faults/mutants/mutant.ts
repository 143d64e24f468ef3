/** A bug planted in a copy of the built program, and the rows that are tried on it, the one that must see it first. */
export interface Mutant {
  name: string;
  file: string;
  from: string;
  to: string;
  /** Where one change is not enough. */
  also?: { file: string; from: string; to: string };
  rows: readonly [Trial, ...Trial[]];
}

/** A row, or as much of it as shows the bug in less than a minute. */
export interface Trial {
  /** Part of the row's name. */
  row: string;
  share: number;
  isFull?: boolean;
  /** Part of the names of the faults to try. */
  only?: string;
  /** Runs the built modules themselves, so that nothing has to be bundled. */
  isOnModelDisk?: boolean;
}

export const killRandom: Trial = { row: 'SIGKILL at random', share: 0.8 };
export const power: Trial = { row: 'power loss', share: 0.2, isOnModelDisk: true };
export const signals: Trial = { row: 'SIGTERM', share: 1 };
export const diskFull: Trial = { row: 'disk full', share: 0.35 };
export const damaged: Trial = { row: 'damaged', share: 0.3, only: 'model disk', isOnModelDisk: true };
export const fullModelDisk: Trial = { row: 'disk full', share: 0.5, only: 'model disk', isOnModelDisk: true };
export const overlap: Trial = { row: 'overlap', share: 1 };
export const shards: Trial = { row: 'shards', share: 1 };
export const clock: Trial = { row: 'clock', share: 1 };
export const fuzz: Trial = { row: 'fuzz', share: 0.1 };
/** At the size that is promised; what is quadratic does not show in less. */
export const size: Trial = { row: 'size:', share: 0.4, isFull: true };

/** All points whose path has this in it: a part of them may miss the one that matters. */
export function killSyscall(only: string): Trial {
  return { row: 'SIGKILL at each', share: 1, isFull: true, only };
}

/** Of these three rows one play is enough. */
export function requests(only: string): Trial {
  return { row: 'requests that fail', share: 0.4, only, isOnModelDisk: true };
}

export function races(only: string): Trial {
  return { row: 'races', share: only === 'raceForLock' ? 2 : 0.2, only, isOnModelDisk: true };
}

export function verified(only: string): Trial {
  return { row: 'changed and lost', share: only === 'changeSomething' ? 1 : 0.2, only, isOnModelDisk: true };
}

export function failingCalls(only: string): Trial {
  return { row: 'EACCES', share: 1, only };
}

export function backend(only: string): Trial {
  return { row: 'backend', share: 1, only };
}
