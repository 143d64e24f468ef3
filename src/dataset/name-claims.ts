import { cellText } from './cell-text.js';

/** Names of columns: two of one name cannot be told apart in a data frame. */
export interface NameClaims {
  isTaken(name: string): boolean;
  /** The name that a column gets in place of the wanted one, which is the same unless another has it. */
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
