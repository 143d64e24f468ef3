import type { DiscussionFigures } from './discussion-figures.js';

/** What became of a condition's discussions and of their turns. */
export interface FlowRow {
  condition: string;
  /** Discussions in the plan; undefined for documents without one. */
  planned: number | undefined;
  /** Withdrawn ones included. */
  generated: number;
  /** Left out on purpose. */
  withdrawn: number;
  annotated: number;
  /** Discussions in at least one comparison; undefined if nothing could be compared. */
  analysed: number | undefined;
  /** Turns of participants and the moderator, silent ones included. */
  turns: number;
  /** Turns whose comment was repaired or is missing. */
  flagged: number;
  /** Turns that took more than one try. */
  resampled: number;
}

/** One row per condition, planned ones without a discussion included. */
export function flowTable(
  byCondition: ReadonlyMap<string, readonly DiscussionFigures[]>,
  { planned, withdrawn }: { planned: ReadonlyMap<string, number>; withdrawn: readonly { condition: string }[] },
  analysed: ReadonlySet<string> | undefined,
): FlowRow[] {
  const conditions = new Set([...planned.keys(), ...byCondition.keys()]);
  return [...conditions].map((condition) => {
    const figures = byCondition.get(condition) ?? [];
    const left = withdrawn.filter((each) => each.condition === condition).length;
    const count = (of: (each: DiscussionFigures) => number): number => figures.reduce((sum, each) => sum + of(each), 0);
    return {
      condition,
      planned: planned.size > 0 ? (planned.get(condition) ?? 0) : undefined,
      generated: figures.length + left,
      withdrawn: left,
      annotated: count(({ annotations }) => Number(annotations > 0)),
      analysed: analysed && count(({ id }) => Number(analysed.has(id))),
      turns: count(({ comments }) => comments.generated),
      flagged: count(({ comments }) => comments.flagged),
      resampled: count(({ comments }) => comments.resampled),
    };
  });
}
