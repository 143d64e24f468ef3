/** Results of the analysis in the form of the page, part of report-data.ts. */

/** One measure by condition: a table with a plot of its estimates and intervals. */
export interface Figure {
  id: string;
  title: string;
  /** Of the estimates: `words`, `share of turns`. */
  unit: string;
  /** How it is computed, in a sentence or two. */
  note?: string;
  /** What `n` counts: `turns`, `discussions`. */
  of: string;
  /** `share`: between 0 and 1, shown in per cent. */
  scale: 'number' | 'share';
  rows: readonly FigureRow[];
  /** Declared contrasts first. */
  contrasts: readonly ContrastRow[];
}

/** A difference between two levels, second − first, in the unit of the figure. */
export interface ContrastRow extends FigureRow {
  isDeclared: boolean;
  /** `d_av` or `g`, with its name. */
  effect: string;
  /** Adjusted over the declared contrasts; empty for others. */
  p: string;
}

export interface FigureRow {
  /** The condition, or the contrast. */
  label: string;
  /** Null where it is undefined. */
  estimate: number | null;
  /** Bounds of the interval; absent without one. */
  low?: number;
  high?: number;
  n: number;
}

/** The mean label at each turn, by condition. */
export interface TurnFigure {
  id: string;
  title: string;
  unit: string;
  scale: 'number' | 'share';
  /** Indexes in the discussion, seed opinions included. */
  turns: readonly number[];
  /** A mean and a number of labels for each turn; null where there is none. */
  rows: readonly { condition: string; means: readonly (number | null)[]; n: readonly number[] }[];
}

/** The mean answers to one probe over the turns of participants, by condition and arm. */
export interface OpinionFigure {
  id: string;
  title: string;
  unit: string;
  /** The question; absent if the config does not have it. */
  note?: string;
  scale: 'number' | 'share';
  rows: readonly OpinionRow[];
}

export interface OpinionRow {
  condition: string;
  /** In the order of time: `turns` of participants so far, the mean and the number of answers. */
  arms: readonly { arm: OpinionArm; points: readonly { turns: number; mean: number; n: number }[] }[];
}

export type OpinionArm = 'asked' | 'no_exposure' | 'retest';

/** A table whose cells are texts for people. */
export interface PageTable {
  name: string;
  title: string;
  columns: readonly { title: string; kind: 'words' | 'number' }[];
  rows: readonly (readonly string[])[];
}
