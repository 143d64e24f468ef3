/** A comment of the frame that people's labels were sampled from. */
export interface FrameLabel {
  stratum: string;
  /** Of its inclusion in the sample. */
  probability: number;
  isDrawn: boolean;
  /** The labels of models and of people as numbers; absent where there is none. */
  byModels?: number;
  byPeople?: number;
}

/** An estimate of the mean over the frame, with its standard error; that is undefined if a stratum has only one label. */
export interface WeightedMean {
  mean: number;
  se: number | undefined;
}

export interface WeightedMeans {
  outcome: string;
  /** Comments that models labelled, their mean, and how many of them people labelled, too. */
  comments: number;
  byModels: number;
  labelled: number;
  byPeople: WeightedMean;
  /** Of the comments that both labelled: models − people. */
  difference: WeightedMean;
}

/**
 * Estimates the means of a frame from a stratified sample of it: Hájek's ratio, with the standard error of its linearisation
 * and finite population corrections (Särndal, Swensson & Wretman 1992, ch. 5). Drawn comments that people did not label are
 * taken as missing at random within their stratum, so that the chance of a label is the inclusion probability times the
 * labelled share of those drawn. Comments without a label of models are left out. Undefined without a label by people.
 */
export function weightedMeans(outcome: string, frame: readonly FrameLabel[]): WeightedMeans | undefined {
  const strata = new Map<string, Stratum>();
  const ofModels: number[] = [];
  for (const { stratum, probability, isDrawn, byModels, byPeople } of frame) {
    if (byModels === undefined) continue;
    ofModels.push(byModels);
    const own = strata.get(stratum) ?? { drawn: 0, labelled: [] };
    if (isDrawn) own.drawn += 1;
    if (isDrawn && byPeople !== undefined)
      own.labelled.push({ probability, byPeople, difference: byModels - byPeople });
    strata.set(stratum, own);
  }
  const labelled = [...strata.values()].filter((stratum) => stratum.labelled.length > 0);
  if (labelled.length === 0) return undefined;
  const values = (of: 'byPeople' | 'difference'): Weighted[][] =>
    labelled.map((stratum) =>
      stratum.labelled.map((one) => ({
        value: one[of],
        chance: (one.probability * stratum.labelled.length) / stratum.drawn,
      })),
    );
  return {
    outcome,
    comments: ofModels.length,
    byModels: meanOf(ofModels),
    labelled: labelled.reduce((sum, stratum) => sum + stratum.labelled.length, 0),
    byPeople: hajek(values('byPeople')),
    difference: hajek(values('difference')),
  };
}

interface Stratum {
  drawn: number;
  labelled: { probability: number; byPeople: number; difference: number }[];
}

interface Weighted {
  value: number;
  chance: number;
}

function hajek(strata: readonly (readonly Weighted[])[]): WeightedMean {
  const all = strata.flat();
  const total = all.reduce((sum, { chance }) => sum + 1 / chance, 0);
  const mean = all.reduce((sum, { value, chance }) => sum + value / chance, 0) / total;
  const variances = strata.map((stratum) => varianceIn(stratum, { mean, total }));
  const isKnown = variances.every((variance) => variance !== undefined);
  return { mean, se: isKnown ? Math.sqrt(variances.reduce((sum, one) => sum + one, 0)) : undefined };
}

/** What a stratum adds; nothing if all of it is labelled, and unknown if one label stands for several comments. */
function varianceIn(
  stratum: readonly Weighted[],
  { mean, total }: { mean: number; total: number },
): number | undefined {
  const n = stratum.length;
  const left = 1 - meanOf(stratum.map(({ chance }) => chance));
  if (left < 1e-9) return 0;
  if (n < 2) return undefined;
  const residuals = stratum.map(({ value, chance }) => (value - mean) / chance / total);
  const middle = meanOf(residuals);
  return ((left * n) / (n - 1)) * residuals.reduce((sum, one) => sum + (one - middle) ** 2, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
