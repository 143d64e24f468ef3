import { twoSidedP } from '../effects/student-t.js';
import type { LabelRow } from '../agreement/statistic.js';

interface Tested {
  /** The coder first, then the humans. */
  rows: readonly LabelRow[];
  humans: number;
  /** Of each value. Without them values are equal or not. */
  numbers?: readonly number[];
}

/** Whether a coder may replace people, at one tolerance. */
interface Verdict {
  epsilon: number;
  /** ω: the share of humans whom the coder may replace. */
  winningRate: number;
  /** ω ≥ 0.5. */
  passes: boolean;
}

export interface AlternativeTest {
  /** Humans with at least 30 comments that another human labelled, too. */
  humans: number;
  /** ρ: the mean share of comments on which the coder agrees with the other humans at least as well as the human does. */
  advantage: number;
  verdicts: readonly Verdict[];
}

/** Cost-benefit penalties for experts, skilled annotators and crowd workers. */
const epsilons = [0.2, 0.15, 0.1];
const falseDiscoveryRate = 0.05;
const fewestHumans = 3;
const fewestItems = 30;

/**
 * The alternative annotator test (Calderon et al., ACL 2025): each human in turn is left out and compared with the coder
 * by how close both are to the other humans; one-sided t-tests, Benjamini-Yekutieli over humans. Alignment is equality or,
 * for numbers, the negative root mean square difference. Undefined with fewer than three humans of 30 comments.
 */
export function alternativeTest({ rows, humans, numbers }: Tested): AlternativeTest | undefined {
  const compared = Array.from({ length: humans }, (_, human) =>
    rows.flatMap((row) => compare(row, human + 1, numbers) ?? []),
  ).filter(({ length }) => length >= fewestItems);
  if (compared.length < fewestHumans) return undefined;
  return {
    humans: compared.length,
    advantage: meanOf(compared.map((own) => meanOf(own.map(({ coder }) => Number(coder))))),
    verdicts: epsilons.map((epsilon) => {
      const p = compared.map((own) =>
        testAgainst(
          own.map(({ coder, human }) => Number(human) - Number(coder)),
          epsilon,
        ),
      );
      const winningRate = countRejected(p) / compared.length;
      return { epsilon, winningRate, passes: winningRate >= 0.5 };
    }),
  };
}

interface Comparison {
  /** Whether the coder is at least as close to the other humans as the human, and the other way round: both if tied. */
  coder: boolean;
  human: boolean;
}

function compare(row: LabelRow, human: number, numbers: Tested['numbers']): Comparison | undefined {
  const [own = 0, coder = 0] = [row[human], row[0]];
  const others = Array.from(row).filter((code, index) => index > 0 && index !== human && code > 0);
  if (own <= 0 || coder <= 0 || others.length === 0) return undefined;
  const [ofCoder, ofHuman] = [coder, own].map((code) => distanceTo(others, code, numbers));
  return ofCoder === undefined || ofHuman === undefined
    ? undefined
    : { coder: ofCoder <= ofHuman, human: ofHuman <= ofCoder };
}

function distanceTo(others: readonly number[], code: number, numbers: Tested['numbers']): number {
  if (!numbers) return meanOf(others.map((other) => Number(other !== code)));
  return Math.sqrt(meanOf(others.map((other) => ((numbers[other - 1] ?? 0) - (numbers[code - 1] ?? 0)) ** 2)));
}

/** The p-value of a mean difference of ε or more; small if the coder is hardly worse. */
function testAgainst(differences: readonly number[], epsilon: number): number {
  const n = differences.length;
  const mean = meanOf(differences);
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1);
  if (variance === 0) return mean < epsilon ? 0 : 1;
  const t = (mean - epsilon) / Math.sqrt(variance / n);
  const tail = twoSidedP(t, n - 1) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** Benjamini & Yekutieli (2001): valid under any dependence of the tests, which share humans. */
function countRejected(p: readonly number[]): number {
  const m = p.length;
  const harmonic = p.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const sorted = p.toSorted((one, other) => one - other);
  return sorted.findLastIndex((each, index) => each <= ((index + 1) * falseDiscoveryRate) / (m * harmonic)) + 1;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
