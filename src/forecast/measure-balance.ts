import type { DiscussionJob, Job } from '../plan/job.js';

/** How evenly the combinations of a pair of variables, such as persona and condition, occur in a plan. */
export interface Balance {
  /** For example `persona × condition`. */
  what: string;
  /** Number of possible combinations. */
  cells: number;
  /** How often the rarest and the most frequent combination occur. */
  least: number;
  most: number;
  /** The widest gap within one column, in words. */
  worst: string;
}

interface Seat {
  persona: string;
  condition: string;
  topic: string;
  role: string;
}

const pairs = [
  ['persona', 'condition'],
  ['topic', 'condition'],
  ['role', 'condition'],
  ['persona', 'topic'],
  ['persona', 'role'],
] as const;

/** Counts seats (for topics, discussions) per combination, and finds the column whose counts differ most. */
export function measureBalance(jobs: readonly Job[]): Balance[] {
  const discussions = jobs.filter((job): job is DiscussionJob => job.kind === 'discussion');
  const seats = discussions.flatMap(seatsOf);
  const heads = discussions.flatMap((job) => seatsOf(job).slice(0, 1));
  return pairs.map(([row, column]) => measurePair(row === 'topic' ? heads : seats, row, column));
}

function seatsOf({ condition, topic, participants, roles }: DiscussionJob): Seat[] {
  return participants.map(({ name }, seat) => ({
    persona: name,
    condition: condition.name,
    topic: topic.name,
    role: roles[seat] ?? '',
  }));
}

function measurePair(seats: readonly Seat[], row: keyof Seat, column: keyof Seat): Balance {
  const rows = [...new Set(seats.map((seat) => seat[row]))];
  const counts = new Map<string, Map<string, number>>();
  for (const seat of seats) {
    const own = counts.get(seat[column]) ?? new Map<string, number>();
    own.set(seat[row], (own.get(seat[row]) ?? 0) + 1);
    counts.set(seat[column], own);
  }
  const spreads = [...counts].map(([name, own]) => spreadOf(name, rows, own));
  const widest = spreads.reduce((wide, next) => (next.most - next.least > wide.most - wide.least ? next : wide), {
    least: 0,
    most: 0,
    words: '',
  });
  return {
    what: `${row} × ${column}`,
    cells: rows.length * counts.size,
    least: Math.min(...spreads.map(({ least }) => least)),
    most: Math.max(...spreads.map(({ most }) => most)),
    worst: widest.words,
  };
}

function spreadOf(
  column: string,
  rows: readonly string[],
  counts: ReadonlyMap<string, number>,
): { least: number; most: number; words: string } {
  const sorted = rows.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  const [least, most] = [counts.get(first) ?? 0, counts.get(last) ?? 0];
  return { least, most, words: `${most - least}: ${first} ${least}, ${last} ${most} in ${column}` };
}
