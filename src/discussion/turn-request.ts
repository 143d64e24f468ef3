import type { Request } from '../backends/backend.js';
import type { DiscussionJob } from '../plan/job.js';
import { deriveSeed } from '../plan/setup/random-stream.js';
import { everyone, type Actor, type Cast } from './cast.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import { prefixOf } from './repair-reply.js';
import { shownComments, type Comment } from './transcript.js';

interface Turn {
  job: DiscussionJob;
  cast: Cast;
  actor: Actor;
  layout: PromptLayout;
  /** All so far; the actor sees the last of them. */
  comments: readonly Pick<Comment, 'name' | 'text' | 'role'>[];
  /** Index in the discussion's logs. */
  turn: number;
  /** From 0; every try of a turn has its own seed. */
  tried: number;
}

/** The request for one turn. Its stop strings end generation where the model starts to speak for another actor. */
export function turnRequest({ job, cast, actor, layout, comments, turn, tried }: Turn): Request {
  const { historyLength, historyCounts } = job.condition;
  const { key: model, generation } = actor.model;
  const seen = shownComments(comments, historyLength, historyCounts).map(({ name, text, role }) => ({
    ...{ name, text, role },
    isOwn: name === actor.name && role === actor.role,
  }));
  const { stop = [], ...prompt } = layout.turn({ actor: { name: actor.name, role: actor.role }, comments: seen });
  return {
    key: { index: turn, try: tried },
    order: [job.place, turn],
    ...(model !== undefined && { model }),
    system: actor.system,
    ...prompt,
    sampling: { ...generation.sampling, seed: turnSeed(job, turn, tried) },
    maxTokens: generation.maxTokens,
    stop: [...everyone(cast).map(({ name: other }) => `\n${prefixOf(other)}`), ...stop],
  };
}

/** `turn` is the index in the discussion's logs, `tried` counts from 0. */
export function turnSeed({ condition, replicate }: DiscussionJob, turn: number, tried: number): number {
  return deriveSeed([condition.seed, 'sampling', condition.name, replicate, turn, tried]);
}
