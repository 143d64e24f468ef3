import type { RoleSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { DiscussionsConfig, RoleConfig } from '../experiment-config.js';
import { showValue } from '../../source/show-value.js';
import { checkModelName } from './resolve-models.js';

const section = ['discussions', 'roles'];

/** Resolves the roles as written; empty if there are none. */
export function resolveRoles(
  reading: ConfigReading,
  participants: number | undefined,
): Pick<DiscussionsConfig, 'roles'> {
  const given = reading.given.discussions?.roles ?? [];
  if (given.length === 0) return {};
  const roles = given.flatMap((role, index) => resolveRole(reading, role, index));
  checkNames(reading, roles);
  checkShares(reading, roles);
  checkCounts(reading, roles, participants);
  return { roles };
}

/** A role with parts that the schema rejected, and that were removed, is skipped. */
function resolveRole(reading: ConfigReading, role: Partial<RoleSection>, index: number): RoleConfig[] {
  const { name, instructions_path: path, count, share, may_stay_silent: mayStaySilent, model } = role;
  if (name === undefined || path === undefined) return [];
  const at = [...section, String(index)];
  if (count === undefined && share === undefined && !isWritten(reading, at)) {
    reading.reportMissing([...at, 'count'], 'Add the number of seats (count: 2) or the share of seats (share: 0.3).');
  }
  if (count !== undefined && share !== undefined) {
    const what = `The role ${name} has both a count and a share; only one may be given.`;
    reading.reportContradiction([...at, 'share'], what, 'Remove one of them.');
  }
  checkModelName(reading, [...at, 'model'], model);
  return [
    {
      name,
      instructionsPath: reading.absolute(path),
      seats: share === undefined ? { count: count ?? 0 } : { share },
      ...(mayStaySilent !== undefined && { mayStaySilent }),
      ...(model !== undefined && { model }),
    },
  ];
}

function isWritten({ document }: ConfigReading, at: readonly string[]): boolean {
  return ['count', 'share'].some((key) => document.has([...at, key]));
}

function checkNames(reading: ConfigReading, roles: readonly RoleConfig[]): void {
  for (const [index, { name }] of roles.entries()) {
    if (roles.findIndex((role) => role.name === name) === index) continue;
    const what = `Duplicate role name ${showValue(name)}.`;
    reading.reportContradiction([...section, String(index), 'name'], what, 'Give every role a different name.');
  }
}

function checkShares(reading: ConfigReading, roles: readonly RoleConfig[]): void {
  let sum = 0;
  for (const [index, { seats }] of roles.entries()) {
    if (!('share' in seats)) continue;
    sum += seats.share;
    if (sum <= 1 + 1e-9) continue;
    const what = `The shares of the roles add up to ${Number(sum.toFixed(6))}; the maximum is 1.`;
    reading.reportContradiction([...section, String(index), 'share'], what, 'Lower one of the shares.');
    return;
  }
}

/** A share takes at least its whole number of seats. */
function checkCounts(reading: ConfigReading, roles: readonly RoleConfig[], participants: number | undefined): void {
  if (participants === undefined) return;
  let seats = 0;
  for (const [index, role] of roles.entries()) {
    const isCount = 'count' in role.seats;
    seats += 'count' in role.seats ? role.seats.count : role.seats.share * participants;
    if (seats <= participants + 1e-9) continue;
    const what = `The roles need ${Number(seats.toFixed(6))} seats, but num_users is ${participants}.`;
    const path = [...section, String(index), isCount ? 'count' : 'share'];
    if (isCount || roles.some((other) => 'count' in other.seats))
      reading.reportContradiction(path, what, 'Lower a count or a share, or raise num_users.');
    return;
  }
}
