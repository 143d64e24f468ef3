import { cellText } from './cell-text.js';

/** Keeps column names unique: columns with the same name cannot be told apart in a data frame. */
export interface NameClaims {
  isTaken(name: string): boolean;
  /** Returns the wanted name, or a different one if it is taken. */
  take(wanted: string): string;
}

export function nameClaims(fixed: readonly string[]): NameClaims {
  const taken = new Set(fixed);
  return {
    isTaken: (name) => taken.has(name),
    take(wanted) {
      let name = cellText(wanted);
      while (taken.has(name)) name += '_trait';
      taken.add(name);
      return name;
    },
  };
}
