import type { ProbeAnswer } from '../generated/discussion.js';
import type { DiscussionJob, ProbeConfig } from './job.js';

interface Moment {
  time: ProbeAnswer['time'];
  /** Participants' turns so far. */
  turns: number;
}

/** In which ways a probe is asked at a moment; none if it is not. Before the discussion nothing has been read anyway. */
export function armsAt({ times, controls }: ProbeConfig, { time, turns }: Moment): ProbeAnswer['arm'][] {
  const isDue = turns > 0 && times.every.some((count) => turns % count === 0);
  if (!(time === 'before' ? times.before : isDue || (time === 'after' && times.after))) return [];
  return ['asked', ...controls.filter((control) => time !== 'before' || control !== 'no_exposure')];
}

/** The probes that participants of a role are asked. */
export function probesFor(probes: readonly ProbeConfig[], role = 'participant'): ProbeConfig[] {
  return probes.filter(({ who }) => who?.includes(role) ?? true);
}

/** How many questions the participant at a seat is asked in the whole discussion. */
export function countQuestions({ condition, roles }: Pick<DiscussionJob, 'condition' | 'roles'>, seat: number): number {
  const { probes = [], turns: all } = condition;
  const own = probesFor(probes, roles[seat]);
  if (own.length === 0) return 0;
  const moments = Array.from({ length: all + 1 }, (_, turns): Moment => ({ turns, time: timeAfter(turns, all) }));
  const questions = moments.flatMap((moment) => own.flatMap((probe) => armsAt(probe, moment)));
  return questions.length;
}

/** What a moment is called after so many turns of `all`. */
export function timeAfter(turns: number, all: number): ProbeAnswer['time'] {
  if (turns === 0) return 'before';
  return turns === all ? 'after' : 'during';
}
