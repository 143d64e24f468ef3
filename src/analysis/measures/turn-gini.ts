import { participantComments, type Measure } from './measure.js';

/**
 * Gini coefficient of the turns that participants took, that is of their non-silent comments: 0 if all speak equally
 * often, (n − 1)/n if one of n speaks alone. Participants who never speak count with 0.
 */
export const turnGini: Measure = {
  name: 'gini_of_turns',
  title: 'Inequality of turns',
  unit: 'Gini coefficient, 0 to 1',
  note: 'Over the numbers of comments of all participants; 0 if all speak equally often. Silent participants count with 0.',
  scale: 'number',
  countsTurns: true,
  of(discussion) {
    const counts = new Map(discussion.participants.map((name) => [name, 0]));
    for (const { actor } of participantComments(discussion)) counts.set(actor.name, (counts.get(actor.name) ?? 0) + 1);
    return giniOf([...counts.values()]);
  },
};

/** Mean absolute difference ÷ twice the mean (Gini 1912), from the sorted values; undefined if all are 0. */
export function giniOf(values: readonly number[]): number | undefined {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  const weighted = sorted.reduce((sum, value, index) => sum + (index + 1) * value, 0);
  return (2 * weighted) / (values.length * total) - (values.length + 1) / values.length;
}
