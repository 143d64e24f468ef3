import type { LabelChoice } from '../labels.js';
import type { Agreement } from './agree.js';

/** With fewer, intervals are too narrow (Cameron, Gelbach & Miller 2008). */
const enoughClusters = 10;

/** What a reader must know to read the agreement of coders, one sentence or two each. */
export function notesOnAgreement(agreements: readonly Agreement[], choice: LabelChoice): string[] {
  if (agreements.length === 0) return [];
  const smallest = Math.min(...agreements.map(({ clusters }) => clusters));
  return [
    'A coder is an annotator with a model; its first answer to the question as configured counts. Repeats and other forms of a question measure stability and are no further coders.',
    ...(choice === 'expected'
      ? [
          'Labels of numbers and of ordered values are expected values, the means of the probabilities that a model gives to the levels (by rank, from 1). Agreement on categories, and on true or false, is that of the labels that were drawn.',
        ]
      : []),
    ...onMissing(agreements),
    ...(smallest < enoughClusters
      ? [
          `Agreement: intervals from ${smallest} clusters (fewer than ${enoughClusters}) are too narrow (Cameron, Gelbach & Miller 2008).`,
        ]
      : []),
    ...onUndefined(agreements),
    ...onDropped(agreements),
  ];
}

function onMissing(agreements: readonly Agreement[]): string[] {
  return agreements.flatMap(({ metric, set, coverage: { asked, labels, missing } }) => {
    if (labels === asked) return [];
    const why = Object.entries(missing).map(([status, count]) => `${count} ${status.replaceAll('_', ' ')}`);
    const share = ((100 * labels) / asked).toFixed(1);
    return [
      `${share} % of the ${asked} answers on ${metric}${set === 'default' ? '' : ` in the set ${set}`} have a label (${why.join(', ')}); the others are missing values.`,
    ];
  });
}

function onUndefined(agreements: readonly Agreement[]): string[] {
  const counts = agreements.flatMap(({ figures }) => figures.map(({ interval }) => interval?.undefinedResamples ?? 0));
  const most = Math.max(0, ...counts);
  return most === 0
    ? []
    : [
        `In up to ${most} of 2,000 resamples a measure of agreement is undefined, for want of variation; they are left out.`,
      ];
}

function onDropped(agreements: readonly Agreement[]): string[] {
  return agreements.flatMap(({ metric, figures }) => {
    const dropped = figures.find(({ name }) => name === 'icc_dropped')?.estimate ?? 0;
    return dropped === 0
      ? []
      : [`Intraclass correlations of ${metric} leave out ${dropped} comments that not every coder labelled.`];
  });
}
