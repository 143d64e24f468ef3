/** A comment of the frame that people's labels were sampled from. */
export interface FrameLabel {
  stratum: string;
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
 * Estimates the means of a frame from a stratified sample of it (Hájek: weights divided by their sum), with the standard
 * error of the linearised ratio and finite population corrections (Särndal, Swensson & Wretman 1992, ch. 5). Drawn comments
 * that people did not label are taken as missing at random within their stratum: a label's chance is the labelled share of
 * the stratum. Undefined without a label by people.
 */
export function weightedMeans(outcome: string, frame: readonly FrameLabel[]): WeightedMeans | undefined {
  const known = frame.filter(({ byModels }) => byModels !== undefined);
  const strata = new Map<string, Stratum>();
  for (const { stratum, byModels = 0, byPeople } of known) {
    const own = strata.get(stratum) ?? { size: 0, people: [], differences: [] };
    own.size += 1;
    if (byPeople !== undefined) {
      own.people.push(byPeople);
      own.differences.push(byModels - byPeople);
    }
    strata.set(stratum, own);
  }
  const labelled = [...strata.values()].filter(({ people }) => people.length > 0);
  if (labelled.length === 0) return undefined;
  return {
    outcome,
    comments: known.length,
    byModels: known.reduce((sum, { byModels = 0 }) => sum + byModels, 0) / known.length,
    labelled: labelled.reduce((sum, { people }) => sum + people.length, 0),
    byPeople: hajek(labelled.map(({ size, people }) => ({ size, values: people }))),
    difference: hajek(labelled.map(({ size, differences }) => ({ size, values: differences }))),
  };
}

interface Stratum {
  size: number;
  people: number[];
  differences: number[];
}

interface Drawn {
  size: number;
  values: readonly number[];
}

function hajek(strata: readonly Drawn[]): WeightedMean {
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const mean = strata.reduce((sum, { size, values }) => sum + size * meanOf(values), 0) / total;
  const variances = strata.map(varianceOfTotal);
  const isKnown = variances.every((variance) => variance !== undefined);
  const variance = variances.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { mean, se: isKnown ? Math.sqrt(variance) / total : undefined };
}

/** Of a stratum; without residual variance if all of it is labelled. */
function varianceOfTotal({ size, values }: Drawn): number | undefined {
  const n = values.length;
  if (n === size) return 0;
  if (n < 2) return undefined;
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return (size ** 2 * (1 - n / size) * variance) / n;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
