import type { Role } from '../job.js';

/** Part of the seats: shares such as three times 0.3333 are meant to leave none. */
const nearlyNone = 5e-4;

/** The seats that each role should have in a discussion, on average; the rest is for plain participants. */
export function wantedSeats(roles: readonly Pick<Role, 'seats'>[], seats: number): number[] {
  const shared = sumOf(roles.map(({ seats: rule }) => ('share' in rule ? rule.share * seats : 0)));
  const free = seats - sumOf(roles.map(({ seats: rule }) => ('count' in rule ? rule.count : 0)));
  const scale = shared > 0 && Math.abs(free - shared) < nearlyNone * seats ? free / shared : 1;
  return roles.map(({ seats: rule }) => ('count' in rule ? rule.count : rule.share * seats * scale));
}

function sumOf(seats: readonly number[]): number {
  return seats.reduce((sum, each) => sum + each, 0);
}
