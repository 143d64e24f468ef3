import type { Persona } from '../inputs/input-types.js';
import type { DiscussionJob, Job } from '../plan/job.js';
import { personaId } from '../persona-id.js';

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
  const nameOf = nameApart(discussions.flatMap(({ participants }) => participants));
  const seats = discussions.flatMap((job) => seatsOf(job, nameOf));
  const heads = discussions.flatMap((job) => seatsOf(job, nameOf).slice(0, 1));
  return pairs.map(([row, column]) => measurePair(row === 'topic' ? heads : seats, row, column));
}

/** Username, and the persona's id where others have the same or it has none. */
function nameApart(personas: readonly Persona[]): (persona: Persona) => string {
  const ids = new Map<string, Set<string>>();
  for (const persona of new Set(personas)) {
    ids.set(persona.name, (ids.get(persona.name) ?? new Set()).add(personaId(persona.traits)));
  }
  return (persona) => {
    const { name } = persona;
    const isUnique = name !== '' && ids.get(name)?.size === 1;
    return isUnique ? name : [name, personaId(persona.traits)].join(' ').trimStart();
  };
}

function seatsOf(
  { condition, topic, participants, roles }: DiscussionJob,
  nameOf: (persona: Persona) => string,
): Seat[] {
  return participants.map((persona, seat) => ({
    persona: nameOf(persona),
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
