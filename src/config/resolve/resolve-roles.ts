import type { RoleSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { DiscussionsConfig, RoleConfig } from '../experiment-config.js';
import { showValue } from '../../source/show-value.js';
import { checkModelName } from './resolve-models.js';

const section = ['discussions', 'roles'];
const rules = ['count', 'share', 'chance'] as const;

/** Resolves the roles as written; empty if there are none. */
export function resolveRoles(
  reading: ConfigReading,
  participants: number | undefined,
): Pick<DiscussionsConfig, 'roles'> {
  const given = reading.given.discussions?.roles ?? [];
  if (given.length === 0) return {};
  const roles = given.flatMap((role, index) => resolveRole(reading, role, index));
  checkNames(reading, roles);
  for (const rule of ['share', 'chance'] as const) checkSum(reading, roles, rule);
  checkCounts(reading, roles, participants);
  return { roles };
}

/** A role with parts that the schema rejected, and that were removed, is skipped. */
function resolveRole(reading: ConfigReading, role: Partial<RoleSection>, index: number): RoleConfig[] {
  const { name, instructions_path: path, may_stay_silent: mayStaySilent, model } = role;
  if (name === undefined || path === undefined) return [];
  const at = [...section, String(index)];
  const [written, ...others] = rules.filter((rule) => reading.document.has([...at, rule]));
  if (written === undefined) {
    const todo =
      'Add the number of seats (count: 2), the share of seats (share: 0.3), or the chance of each seat (chance: 0.3).';
    reading.reportMissing([...at, 'count'], todo);
  }
  for (const other of others) {
    const what = `The role ${name} has both a ${written ?? ''} and a ${other}; only one may be given.`;
    reading.reportContradiction([...at, other], what, 'Remove one of them.');
  }
  checkModelName(reading, [...at, 'model'], model);
  return [
    {
      name,
      instructionsPath: reading.absolute(path),
      seats: seatsOf(role),
      ...(mayStaySilent !== undefined && { mayStaySilent }),
      ...(model !== undefined && { model }),
    },
  ];
}

function seatsOf({ count = 0, share, chance }: Partial<RoleSection>): RoleConfig['seats'] {
  if (share !== undefined) return { share };
  return chance === undefined ? { count } : { chance };
}

function checkNames(reading: ConfigReading, roles: readonly RoleConfig[]): void {
  for (const [index, { name }] of roles.entries()) {
    if (roles.findIndex((role) => role.name === name) === index) continue;
    const what = `Duplicate role name ${showValue(name)}.`;
    reading.reportContradiction([...section, String(index), 'name'], what, 'Give every role a different name.');
  }
}

function checkSum(reading: ConfigReading, roles: readonly RoleConfig[], rule: 'share' | 'chance'): void {
  let sum = 0;
  for (const [index, { seats }] of roles.entries()) {
    sum += partOf(seats, rule);
    if (sum <= 1 + 1e-9) continue;
    const what = `The ${rule}s of the roles add up to ${Number(sum.toFixed(6))}; the maximum is 1.`;
    reading.reportContradiction([...section, String(index), rule], what, `Lower one of the ${rule}s.`);
    return;
  }
}

function partOf(seats: RoleConfig['seats'], rule: 'share' | 'chance'): number {
  return Object.entries(seats).find(([name]) => name === rule)?.[1] ?? 0;
}

/** A share takes at least its whole number of seats. */
function checkCounts(reading: ConfigReading, roles: readonly RoleConfig[], participants: number | undefined): void {
  if (participants === undefined) return;
  let seats = 0;
  for (const [index, role] of roles.entries()) {
    const isCount = 'count' in role.seats;
    seats += 'count' in role.seats ? role.seats.count : partOf(role.seats, 'share') * participants;
    if (seats <= participants + 1e-9) continue;
    const what = `The roles need ${Number(seats.toFixed(6))} seats, but num_users is ${participants}.`;
    const path = [...section, String(index), isCount ? 'count' : 'share'];
    if (isCount || roles.some((other) => 'count' in other.seats))
      reading.reportContradiction(path, what, 'Lower a count or a share, or raise num_users.');
    return;
  }
}
