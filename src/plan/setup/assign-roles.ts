import type { Condition, Role } from '../job.js';
import { drawWithoutReplacement } from './random-stream.js';
import { roundShares } from './round-shares.js';
import { setupStream } from './setup-stream.js';
import type { Setup } from './setup.js';

const plainRole = 'participant';

/** The role of each seat, set-up by set-up: `participant` or a role's name. */
export function assignRoles(condition: Condition, setups: readonly Setup[], seats: number): string[][] {
  if (condition.roles.length === 0) return setups.map(() => Array<string>(seats).fill(plainRole));
  const counts = countRoles(condition, seats);
  const history = new Map<string, number>();
  return setups.map((setup) => {
    const seating = orderSeats(condition, setup, seats);
    return fillSeats(seating, { roles: condition.roles, counts: counts(), setup, history, condition });
  });
}

/** Part of the seats: shares such as three times 0.3333 are meant to leave none. */
const nearlyNone = 5e-4;

/** How many seats each role gets in the next replicate, and the plain participants last. */
function countRoles({ roles, ...condition }: Condition, seats: number): () => number[] {
  const shared = sumOf(roles.map(({ seats: rule }) => ('share' in rule ? rule.share * seats : 0)));
  const free = seats - sumOf(roles.map(({ seats: rule }) => ('count' in rule ? rule.count : 0)));
  const scale = shared > 0 && Math.abs(free - shared) < nearlyNone * seats ? free / shared : 1;
  const wanted = roles.map(({ seats: rule }) => ('count' in rule ? rule.count : rule.share * seats * scale));
  return roundShares([...wanted, seats - sumOf(wanted)], setupStream(condition, 'roles', 'counts'));
}

function sumOf(seats: readonly number[]): number {
  return seats.reduce((sum, each) => sum + each, 0);
}

/** Seats in random order: two trolls take the first two, three take the same two and the next one. */
function orderSeats(condition: Condition, { replicate }: Setup, seats: number): number[] {
  return drawWithoutReplacement(setupStream(condition, 'roles', replicate), seats, seats);
}

interface Filling {
  roles: readonly Role[];
  counts: readonly number[];
  setup: Setup;
  /** How often a persona has had a role so far. */
  history: Map<string, number>;
  condition: Condition;
}

function fillSeats(order: readonly number[], { roles, counts, setup, history, condition }: Filling): string[] {
  const filled = Array<string>(order.length).fill(plainRole);
  const keyOf = (role: Role, seat: number): string => `${role.name} ${setup.personas[seat] ?? -1}`;
  const timesHad = (role: Role, seat: number): number => history.get(keyOf(role, seat)) ?? 0;
  let free = [...order];
  for (const [index, role] of roles.entries()) {
    // In a balanced design, those who have had the role least get it, which keeps role × persona even.
    if (condition.design === 'balanced') free = free.toSorted((a, b) => timesHad(role, a) - timesHad(role, b));
    for (const seat of free.splice(0, counts[index] ?? 0)) {
      filled[seat] = role.name;
      history.set(keyOf(role, seat), timesHad(role, seat) + 1);
    }
  }
  return filled;
}
