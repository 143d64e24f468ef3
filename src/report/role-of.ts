import type { ActorRecord } from '../documents/records.js';

/** The role by which the page counts: whatever else it is called, the moderator is the moderator. */
export function roleOf({ isModerator, role }: ActorRecord): string {
  return isModerator ? 'moderator' : role;
}

/** Participants first, the moderator last. */
export function byRole(one: string, other: string): number {
  const place = (role: string): number => (role === 'participant' ? 0 : role === 'moderator' ? 2 : 1);
  return place(one) - place(other) || (one < other ? -1 : Number(one > other));
}
