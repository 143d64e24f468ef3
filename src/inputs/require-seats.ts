import type { InputReading } from './input-reading.js';

/** Participants of a discussion are all different, and one cannot discuss alone. */
export function requireSeats(reading: InputReading, personas: number, participants: number | 'all'): void {
  if (participants === 'all' ? personas >= 2 : personas >= participants) return;
  const named = reading.namedBy('discussions.experiment_variables.num_users');
  const seats = participants === 'all' ? 'a discussion needs at least 2' : `num_users is ${participants}`;
  const what = `There ${personas === 1 ? 'is 1 persona' : `are ${personas} personas`}, but ${seats}.`;
  reading.report('SYNDISCO_PERSONAS_TOO_FEW', { named }, { what, todo: 'Add personas or lower num_users.' });
}
