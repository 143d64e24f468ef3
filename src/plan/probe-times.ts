import type { ProbeAnswer } from '../generated/discussion.js';
import type { DiscussionJob, ProbeConfig } from './job.js';

interface Moment {
  time: ProbeAnswer['time'];
  /** Participants' turns so far. */
  turns: number;
  /** The participant who is asked has the next turn. */
  isNext: boolean;
}

/** In which ways a probe is asked at a moment; none if it is not. Before the discussion nothing has been read anyway. */
export function armsAt({ times, controls }: ProbeConfig, { time, turns, isNext }: Moment): ProbeAnswer['arm'][] {
  const isTurn = isNext && times.ownTurn === true;
  const isDue = turns > 0 && (isTurn || times.every.some((count) => turns % count === 0));
  if (!(time === 'before' ? times.before : isDue || (time === 'after' && times.after))) return [];
  return ['asked', ...controls.filter((control) => time !== 'before' || control !== 'no_exposure')];
}

/** The probes that participants of a role are asked. */
export function probesFor(probes: readonly ProbeConfig[], role = 'participant'): ProbeConfig[] {
  return probes.filter(({ who }) => who?.includes(role) ?? true);
}

/** How many questions the participant at a seat is asked in the whole discussion: seats take turns about equally often. */
export function countQuestions(
  { condition, roles, participants }: Pick<DiscussionJob, 'condition' | 'roles' | 'participants'>,
  seat: number,
): number {
  const { probes = [], turns: all } = condition;
  const own = probesFor(probes, roles[seat]);
  if (own.length === 0) return 0;
  const countAt = (turns: number, isNext: boolean): number =>
    own.flatMap((probe) => armsAt(probe, { turns, time: timeAfter(turns, all), isNext })).length;
  const chance = 1 / participants.length;
  const counts = Array.from({ length: all + 1 }, (_, turns) => {
    const ofNext = turns < all ? chance : 0;
    return ofNext * countAt(turns, true) + (1 - ofNext) * countAt(turns, false);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What a moment is called after so many turns of `all`. */
export function timeAfter(turns: number, all: number): ProbeAnswer['time'] {
  if (turns === 0) return 'before';
  return turns === all ? 'after' : 'during';
}
