import type { RandomStream } from '../../random-stream.js';

/** Seats are counted in billionths, so that sums are exact. */
const seat = 1e9;

/** One replicate: whole seats by role, and the parts of seats that are not yet rounded. */
interface Row {
  seats: number[];
  open: Set<Part>;
}

/** A part of a seat that a role has in a replicate. The parts of a role are a chain in the order of the replicates. */
interface Part {
  row: Row;
  role: number;
  taken: number;
  /** What the role has in all up to the next part in its chain, above the whole number below its due. */
  total: number;
  before?: Part | undefined;
  after?: Part | undefined;
}

type Place = Row | Part;

/** An amount that can go up or down, on the way from one place to another. */
interface Step {
  part: Part;
  amount: 'taken' | 'total';
  /** Whether the amount grows when seats are moved along the way. */
  sign: 1 | -1;
  to: Place;
}

/**
 * The seats of each role, replicate by replicate, for shares that are not whole numbers of seats. `wanted` adds up to a
 * whole number. In each replicate, and in all up to any replicate, a role has its share of the seats rounded down or up;
 * on average over the seeds, it has exactly its share in every replicate.
 *
 * This is dependent rounding (Gandhi, Khuller, Parthasarathy & Srinivasan 2006, J. ACM 53) of cumulative seats (Gölz,
 * Peters & Procaccia 2022, "In this apportionment lottery, the house always wins"), made one replicate at a time. At
 * first every replicate has parts of seats. They are flows through a network whose bounds are whole numbers, so a place
 * that one part leads to has a second one, and a walk along parts ends in a cycle. Moving seats along it keeps all sums.
 * They are moved until an amount is whole, either way with the probability that keeps all means. Later replicates remain
 * a valid fractional plan: the next one can always be rounded, and nothing depends on their number.
 */
export function roundShares(wanted: readonly number[], random: RandomStream): () => number[] {
  const due = inBillionths(wanted);
  const rows: Row[] = [];
  const ends: (Part | undefined)[] = [];
  let opened = 0;
  const openRow = (): Row => {
    opened += 1;
    const row: Row = { seats: due.map((each) => Math.floor(each / seat)), open: new Set() };
    for (const [role, each] of due.entries()) {
      if (each % seat === 0) continue;
      const part: Part = { row, role, taken: each % seat, total: (opened * each) % seat, before: ends[role] };
      if (part.before) part.before.after = part;
      ends[role] = part;
      row.open.add(part);
    }
    rows.push(row);
    return row;
  };
  /** The chains are as long as they were ever looked at. */
  const after = (part: Part): Part | undefined => {
    if (!part.after) openRow();
    return part.after;
  };
  const close = (part: Part): void => {
    const { row, role, before } = part;
    if (part.taken === seat) row.seats[role] = (row.seats[role] ?? 0) + 1;
    row.open.delete(part);
    if (before) before.after = part.after;
    if (part.after) part.after.before = before;
    else ends[role] = before;
  };
  return () => {
    const row = rows[0] ?? openRow();
    while (row.open.size > 0) {
      const cycle = findCycle(row, { random, after });
      moveAlong(cycle, random);
      for (const { part, amount } of cycle) if (amount === 'taken' && !isPart(part.taken)) close(part);
    }
    rows.shift();
    return row.seats;
  };
}

/** What is lost in the conversion goes to the largest share. */
function inBillionths(wanted: readonly number[]): number[] {
  const due = wanted.map((each) => Math.max(0, Math.round(each * seat)));
  const sum = due.reduce((total, each) => total + each, 0);
  const largest = due.indexOf(Math.max(...due));
  return due.map((each, role) => (role === largest ? each + Math.round(sum / seat) * seat - sum : each));
}

/** Amounts are from 0 to one seat. */
function isPart(amount: number): boolean {
  return amount > 0 && amount < seat;
}

interface Guide {
  random: RandomStream;
  after: (part: Part) => Part | undefined;
}

/** Starts at a row, and stays as near to it as possible. */
function findCycle(start: Row, guide: Guide): Step[] {
  const walk: Step[] = [];
  const visited = new Map<Place, number>();
  let place: Place = start;
  while (!visited.has(place)) {
    visited.set(place, walk.length);
    const last = walk.at(-1);
    const isBack = ({ part, amount }: Step): boolean => part === last?.part && amount === last.amount;
    const steps: Step[] = stepsFrom(place, guide).filter((step) => !isBack(step));
    const step: Step | undefined = steps['open' in place ? guide.random.integer(steps.length) : 0];
    if (!step) throw new Error('a part of a seat that leads nowhere');
    walk.push(step);
    place = step.to;
  }
  return walk.slice(visited.get(place));
}

/** A replicate hands seats to its roles; a role hands on what it has had so far. */
function stepsFrom(place: Place, { after }: Guide): Step[] {
  if ('open' in place) return Array.from(place.open, (part) => ({ part, amount: 'taken', sign: 1, to: part }));
  const { row, before } = place;
  const steps: Step[] = before && isPart(before.total) ? [{ part: before, amount: 'total', sign: -1, to: before }] : [];
  steps.push({ part: place, amount: 'taken', sign: -1, to: row });
  const next: Part | undefined = isPart(place.total) ? after(place) : undefined;
  return next ? [...steps, { part: place, amount: 'total', sign: 1, to: next }] : steps;
}

function moveAlong(cycle: readonly Step[], random: RandomStream): void {
  const upward = Math.min(...cycle.map((step) => roomOf(step, 1)));
  const downward = Math.min(...cycle.map((step) => roomOf(step, -1)));
  const moved = random.integer(upward + downward) < downward ? upward : -downward;
  for (const { part, amount, sign } of cycle) part[amount] += sign * moved;
}

function roomOf({ part, amount, sign }: Step, way: 1 | -1): number {
  return sign === way ? seat - part[amount] : part[amount];
}
