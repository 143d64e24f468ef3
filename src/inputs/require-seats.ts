import type { DiscussionsConfig } from '../config/experiment-config.js';
import type { InputReading } from './input-reading.js';

/** The participants of a discussion are all different. A single one must be asked for: it may be a mistake. */
export function requireSeats(
  reading: InputReading,
  personas: number,
  { participants, roles }: DiscussionsConfig,
): void {
  requireRoles(reading, participants === 'all' ? personas : Infinity, roles);
  if (participants === 'all' ? personas >= 2 : personas >= participants) return;
  const named = reading.namedBy('discussions.experiment_variables.num_users');
  const seats = participants === 'all' ? 'one participant alone makes no discussion' : `num_users is ${participants}`;
  const what = `There ${personas === 1 ? 'is 1 persona' : `are ${personas} personas`}, but ${seats}.`;
  reading.report(
    'SYNDISCO_PERSONAS_TOO_FEW',
    { named },
    {
      what,
      todo:
        participants === 'all'
          ? 'Add personas, or set num_users: 1 if you mean it.'
          : 'Add personas or lower num_users.',
    },
  );
}

/** If all personas take part, the number of seats for the roles is known only now. */
function requireRoles(reading: InputReading, seats: number, roles: DiscussionsConfig['roles'] = []): void {
  const needed = roles.reduce((sum, role) => sum + ('count' in role.seats ? role.seats.count : 0), 0);
  if (needed <= seats) return;
  const named = reading.namedBy('discussions.roles');
  const what = `The roles need ${needed} seats, but there are ${seats} personas.`;
  reading.report('SYNDISCO_CONFIG_CONTRADICTION', { named }, { what, todo: 'Lower a count, or add personas.' });
}
