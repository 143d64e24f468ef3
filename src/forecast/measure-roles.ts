import type { DiscussionJob, Job } from '../plan/job.js';
import { plainRole } from '../plan/setup/assign-roles.js';
import { wantedSeats } from '../plan/setup/wanted-seats.js';

/**
 * The seats of a role in all discussions of a condition: those that the config asks for (of a role by chance, those to
 * expect), and those of the plan.
 */
export interface RoleSeats {
  condition: string;
  role: string;
  by_chance: boolean;
  designed: number;
  planned: number;
}

/** Of all roles and the plain participants, in conditions with roles. */
export function measureRoles(jobs: readonly Job[]): RoleSeats[] {
  const rows = new Map<string, RoleSeats>();
  for (const job of jobs) {
    if (job.kind !== 'discussion' || job.condition.roles.length === 0) continue;
    const condition = job.condition.name;
    for (const { role, designed, by_chance } of designedSeats(job)) {
      const key = JSON.stringify([condition, role]);
      const row = rows.get(key) ?? { condition, role, by_chance, designed: 0, planned: 0 };
      rows.set(key, {
        ...row,
        designed: row.designed + designed,
        planned: row.planned + job.roles.filter((one) => one === role).length,
      });
    }
  }
  return Array.from(rows.values(), (row) => ({ ...row, designed: Number(row.designed.toFixed(6)) }));
}

function designedSeats({
  condition: { roles },
  participants,
}: DiscussionJob): Pick<RoleSeats, 'role' | 'designed' | 'by_chance'>[] {
  const wanted = wantedSeats(roles, participants.length);
  const plain = participants.length - wanted.reduce((sum, each) => sum + each, 0);
  const named = roles.map(({ name, seats }, index) => ({
    role: name,
    designed: wanted[index] ?? 0,
    by_chance: 'chance' in seats,
  }));
  return [...named, { role: plainRole, designed: plain, by_chance: false }];
}
