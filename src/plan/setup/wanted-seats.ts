import type { Role } from '../job.js';

/** Part of the seats: shares such as three times 0.3333 are meant to leave none. */
const nearlyNone = 5e-4;

type Rules = readonly Pick<Role, 'seats'>[];

/**
 * The seats that each role should have in a discussion, on average; the rest is for plain participants. Roles with a
 * chance have it of the seats that counts and shares leave.
 */
export function wantedSeats(roles: Rules, seats: number): number[] {
  const ruled = ruledSeats(roles, seats);
  const left = seats - sumOf(ruled);
  return chancesOf(roles).map((chance, index) => (ruled[index] ?? 0) + chance * left);
}

/** The seats of roles with a count or a share, on average. */
export function ruledSeats(roles: Rules, seats: number): number[] {
  const shared = sumOf(roles.map(({ seats: rule }) => ('share' in rule ? rule.share * seats : 0)));
  const free = seats - sumOf(roles.map(({ seats: rule }) => ('count' in rule ? rule.count : 0)));
  const scale = shared > 0 && Math.abs(free - shared) < nearlyNone * seats ? free / shared : 1;
  return roles.map(({ seats: rule }) => {
    if ('count' in rule) return rule.count;
    return 'share' in rule ? rule.share * seats * scale : 0;
  });
}

/** The chance of each role that has one to get a seat that is left; otherwise 0. */
export function chancesOf(roles: Rules): number[] {
  const chances = roles.map(({ seats: rule }) => ('chance' in rule ? rule.chance : 0));
  const sum = sumOf(chances);
  const scale = Math.abs(1 - sum) < nearlyNone ? 1 / sum : 1;
  return chances.map((chance) => chance * scale);
}

function sumOf(seats: readonly number[]): number {
  return seats.reduce((sum, each) => sum + each, 0);
}
