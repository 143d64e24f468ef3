import type { Request } from '../backends/backend.js';
import type { ActorModel, DiscussionJob } from '../plan/job.js';
import { deriveSeed } from '../random-stream.js';
import { everyone, type Actor, type Cast } from './cast.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import { prefixOf } from './repair-reply.js';
import type { Comment } from './transcript.js';
import { turnPrompt } from './turn-prompt.js';

interface Turn {
  job: DiscussionJob;
  cast: Cast;
  actor: Actor;
  layout: PromptLayout;
  /** All so far; the actor sees the last of them. */
  comments: readonly Pick<Comment, 'name' | 'text' | 'role'>[];
  /** Index in the discussion's logs, if no turn is left out of them. */
  turn: number;
  /** From 0; every try of a turn has its own seed. */
  tried: number;
  /** The actor is asked in private as well. */
  sharesHistory?: boolean;
}

/** The request for one turn. Its stop strings end generation where the model starts to speak for another actor. */
export function turnRequest({ job, cast, actor, layout, comments, turn, tried, sharesHistory }: Turn): Request {
  const { key: model, generation } = actor.model;
  const { stop = [], ...prompt } = turnPrompt({ layout, actor, comments, condition: job.condition });
  return {
    key: { index: turn, try: tried },
    order: [job.place, turn],
    ...(model !== undefined && { model }),
    system: actor.system,
    ...prompt,
    speaker: actor.name,
    ...(sharesHistory && { sharesHistory }),
    sampling: { ...generation.sampling, seed: turnSeed(job, { model: actor.model, turn, tried }) },
    maxTokens: generation.maxTokens,
    stop: [
      ...everyone(cast).map(({ name: other }) => `\n${prefixOf(other)}`),
      ...stop,
      ...(generation.stopStrings ?? []),
    ],
  };
}

/**
 * `turn` counts all turns, which is the index in the discussion's logs if none is left out of them; `tried` counts from 0.
 * With one seed for all replies, a turn that is tried again gets the next number.
 */
export function turnSeed(
  { condition, replicate }: DiscussionJob,
  { model, turn, tried }: { model: ActorModel; turn: number; tried: number },
): number {
  const { seed } = model.generation.sampling;
  if (seed !== undefined) return (seed + tried) % 2 ** 32;
  return deriveSeed([condition.seed, 'sampling', condition.name, replicate, turn, tried]);
}
