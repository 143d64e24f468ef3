import { fail } from '../../errors.js';
import { drawWithoutReplacement, openStream } from '../../random-stream.js';
import { sha256 } from '../../sha256.js';
import { allocate } from './allocate.js';
import type { FrameComment } from './frame.js';

/** `simple`: no strata; `proportional` and `equal`: how the sample is divided among conditions and roles. */
export const drawRules = ['proportional', 'equal', 'simple'] as const;

export interface DrawOptions {
  draw: (typeof drawRules)[number];
  size: number;
  seed: number;
  /** Divides each stratum by the label that annotators gave, and the sample equally among these. */
  balanceOn?: string;
}

/** A comment of the frame with its chance to be drawn. */
export interface SampledComment extends FrameComment {
  stratum: string;
  probability: number;
  /** What it is called where people see it; absent if it was not drawn. */
  item?: string;
}

/**
 * A random sample without replacement from each stratum, so that the inclusion probability of a comment is the share of
 * its stratum that is drawn. A larger sample with the same seed contains the smaller one.
 */
export function drawSample(frame: readonly FrameComment[], options: DrawOptions): SampledComment[] {
  const { draw, size, seed, balanceOn } = options;
  const groups = groupBy(frame, (comment) => (draw === 'simple' ? 'all' : `${comment.condition} / ${comment.role}`));
  const strata = [...groups].map(([name, comments]) => ({
    comments,
    cells: [
      ...groupBy(comments, (comment) => (balanceOn === undefined ? name : `${name} / ${labelOf(comment, balanceOn)}`)),
    ],
  }));
  const claims = strata.map(({ comments, cells }) => ({
    size: comments.length,
    weight: draw === 'equal' ? 1 : comments.length,
    least: cells.length,
  }));
  requireSize(
    size,
    claims.reduce((sum, { least }) => sum + least, 0),
    options,
  );
  const shares = allocate(claims, size);
  return strata.flatMap(({ cells }, at) => {
    const cellClaims = cells.map(([, comments]) => ({ size: comments.length, weight: 1, least: 1 }));
    const counts = allocate(cellClaims, shares[at] ?? 0);
    return cells.flatMap(([stratum, comments], cell) =>
      drawFrom(comments, { stratum, count: counts[cell] ?? 0, seed }),
    );
  });
}

function labelOf({ labels }: FrameComment, metric: string): string {
  return `${metric} = ${labels.get(metric) ?? 'none'}`;
}

function drawFrom(
  comments: readonly FrameComment[],
  { stratum, count, seed }: { stratum: string; count: number; seed: number },
): SampledComment[] {
  const ordered = comments.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const random = openStream([seed, 'sample for people', stratum]);
  const drawn = new Set(drawWithoutReplacement(random, ordered.length, count));
  return ordered.map((comment, at) => ({
    ...comment,
    stratum,
    probability: count / ordered.length,
    ...(drawn.has(at) && { item: itemOf(comment.id, seed) }),
  }));
}

/** Says nothing about the comment. Starts with a word, so that no spreadsheet takes it for a number or a date. */
function itemOf(id: string, seed: number): string {
  return `item-${sha256(JSON.stringify([seed, 'item', id])).slice(0, 10)}`;
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function requireSize(size: number, strata: number, { balanceOn, draw }: DrawOptions): void {
  if (size >= strata) return;
  const by = [...(draw === 'simple' ? [] : ['condition and role']), ...(balanceOn === undefined ? [] : [balanceOn])];
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `--size ${size} is less than the ${strata} strata by ${by.join(' and ')}, each of which needs a comment.`,
    todo: `Use --size ${strata} or more${draw === 'simple' ? '' : ', or --draw simple'}.`,
  });
}
