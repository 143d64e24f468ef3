import type { Condition, Role } from '../job.js';
import { drawWithoutReplacement } from '../../random-stream.js';
import { roundShares } from './round-shares.js';
import { setupStream } from './setup-stream.js';
import type { Setup } from './setup.js';
import { chancesOf, ruledSeats } from './wanted-seats.js';

/** The role of those who have none of their own. */
export const plainRole = 'participant';

/** The role of each seat, set-up by set-up: `participant` or a role's name. */
export function assignRoles(condition: Condition, setups: readonly Setup[], seats: number): string[][] {
  if (condition.roles.length === 0) return setups.map(() => Array<string>(seats).fill(plainRole));
  const counts = countRoles(condition, seats);
  const history = new Map<string, number>();
  return setups.map((setup) => {
    const seating = orderSeats(condition, setup, seats);
    const filled = fillSeats(seating, { roles: condition.roles, counts: counts(), setup, history, condition });
    return drawChances(condition, setup, filled);
  });
}

/** How many seats each role gets by count or share in the next replicate, and all others last. */
function countRoles(condition: Condition, seats: number): () => number[] {
  const wanted = ruledSeats(condition.roles, seats);
  const others = seats - wanted.reduce((sum, each) => sum + each, 0);
  return roundShares([...wanted, others], setupStream(condition, 'roles', 'counts'));
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

/**
 * Every seat draws once, independently of the others; a draw for a seat that already has a role is lost, so that no draw
 * depends on the other roles.
 */
function drawChances({ roles, ...condition }: Condition, { replicate }: Setup, filled: readonly string[]): string[] {
  const chances = chancesOf(roles);
  const random = setupStream(condition, 'roles', 'chance', replicate);
  return filled.map((role) => {
    let draw = random.share();
    const drawn = roles.find((_, index) => (draw -= chances[index] ?? 0) < 0);
    return role === plainRole && drawn ? drawn.name : role;
  });
}
