import type { CommentLabel } from './labels.js';

/** The mean label of the comments at one turn, over the discussions of a condition. */
export interface LabelAtTurn {
  condition: string;
  metric: string;
  /** Index in the discussion, seed opinions included. */
  turn: number;
  n: number;
  mean: number;
}

/** Adds labels up discussion by discussion, so that they need not be kept. */
export interface LabelsOverTurns {
  add(condition: string, labels: readonly CommentLabel[]): void;
  /** In the order in which they were first seen. */
  metrics(): string[];
  /** By condition and metric, in the order of turns. */
  rows(): LabelAtTurn[];
}

export function labelsOverTurns(): LabelsOverTurns {
  const sums = new Map<string, Map<string, Map<number, { sum: number; n: number }>>>();
  return {
    add(condition, labels) {
      const metrics = entry(sums, condition, () => new Map<string, Map<number, { sum: number; n: number }>>());
      for (const { metric, turn, value } of labels) {
        const turns = entry(metrics, metric, () => new Map<number, { sum: number; n: number }>());
        const total = entry(turns, turn, () => ({ sum: 0, n: 0 }));
        total.sum += value;
        total.n += 1;
      }
    },
    metrics: () => [...new Set([...sums.values()].flatMap((metrics) => [...metrics.keys()]))],
    rows: () =>
      [...sums].flatMap(([condition, metrics]) =>
        [...metrics].flatMap(([metric, turns]) =>
          [...turns]
            .toSorted(([one], [other]) => one - other)
            .map(([turn, { sum, n }]) => ({ condition, metric, turn, n, mean: sum / n })),
        ),
      ),
  };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
