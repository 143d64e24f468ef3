import { conditionsOf } from '../conditions-of.js';
import { wantedSeats } from '../setup/wanted-seats.js';
import type { Finding, LintRule } from './finding.js';

/** A role whose share or chance of all seats of a condition is less than one seat may have none. */
export const unseatedRole: LintRule = ({ config, inputs }) => {
  const findings = conditionsOf(config).flatMap(({ name, config: { discussions } }): Finding[] => {
    if (!discussions) return [];
    const { roles = [], participants, replicates } = discussions;
    const pool = (inputs.byCondition?.get(name) ?? inputs).personas.length;
    const seats = participants === 'all' ? pool : participants;
    const wanted = wantedSeats(roles, seats);
    return roles.flatMap((role, index) => {
      const due = (wanted[index] ?? 0) * replicates;
      const [rule = '', part = 0] = Object.entries(role.seats)[0] ?? [];
      if (rule === 'count' || part === 0 || due >= 1 - 1e-9) return [];
      const what = `The ${rule} of the role ${role.name} is ${Number(due.toFixed(3))} seats in ${replicates} discussions of ${seats}, so it may have none.`;
      const todo = `Raise the ${rule} or num_experiments, or give a count.`;
      return [{ rule: 'unseated-role', what, todo, about: { key: 'discussions.roles' } }];
    });
  });
  return [...new Map(findings.map((finding) => [finding.what, finding])).values()];
};
