import type { Calibration } from './calibrate.js';

interface Known {
  /** Where the parts come from: a column of the file, or a seeded draw of this share for development. */
  split: 'column' | number | undefined;
  /** Columns that are no metrics. */
  ignored: readonly string[];
}

/** What a reader must know to read a calibration. */
export function calibrationNotes(calibrations: readonly Calibration[], { split, ignored }: Known): string[] {
  if (calibrations.length === 0) return ['No annotator labelled a comment that people labelled, too.'];
  const people = Math.max(...calibrations.map(({ humans }) => humans));
  const hasTest = calibrations.some(({ coders }) => coders.some(({ alternative }) => alternative));
  return [
    onSplit(split),
    ...(people === 1
      ? ['One person’s labels show differences, but give no verdict: nothing tells how people differ among each other.']
      : []),
    ...(people > 1 && !hasTest
      ? [
          'The alternative annotator test needs three people with 30 comments each that another person labelled, too; it is not made.',
        ]
      : []),
    ...(hasTest
      ? [
          'The alternative annotator test (Calderon et al. 2025) asks whether an annotator may replace a person: it passes if ω, the share of people whom it may replace, is at least 0.5. ε is what the annotator’s lower cost is worth: 0.2 if people are experts, 0.15 if they are skilled, 0.1 for crowd workers. It takes comments as independent.',
        ]
      : []),
    ...(ignored.length > 0
      ? [`Columns of the labels by people that are no metrics are ignored: ${ignored.join(', ')}.`]
      : []),
  ];
}

function onSplit(split: Known['split']): string {
  if (split === 'column')
    return 'Labels by people are split as their column split says; verdicts are of the test part.';
  if (split === undefined)
    return 'Labels by people are not split: if they have shaped instructions, models or metrics, these figures flatter. A column split, or --split, sets a test part apart.';
  return `Labels by people are split by a seeded draw of whole discussions, ${(100 * split).toFixed(0)} % for development; verdicts are of the test part.`;
}
