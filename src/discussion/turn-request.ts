import type { Request } from '../backends/backend.js';
import type { DiscussionJob } from '../plan/job.js';
import { deriveSeed } from '../plan/setup/random-stream.js';
import type { Actor, Cast } from './cast.js';

interface Turn {
  job: DiscussionJob;
  cast: Cast;
  actor: Actor;
  history: readonly string[];
  /** Index in the discussion's logs. */
  turn: number;
}

/** The request for one turn. Its stop strings end generation where the model starts to speak for another actor. */
export function turnRequest({ job, cast, actor, history, turn }: Turn): Request {
  const { seed, name, generation } = job.condition;
  const everyone = [...cast.participants, ...(cast.moderator ? [cast.moderator] : [])];
  return {
    key: { index: turn, try: 0 },
    order: [job.place, turn],
    system: actor.system,
    opening: '',
    history,
    closing: `User ${actor.name} posted:`,
    sampling: { ...generation.sampling, seed: deriveSeed([seed, 'sampling', name, job.replicate, turn, 0]) },
    maxTokens: generation.maxTokens,
    stop: everyone.map((other) => `\nUser ${other.name} posted:`),
  };
}
