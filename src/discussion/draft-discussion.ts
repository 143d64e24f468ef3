import type { Discussion } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import type { Cast } from './cast.js';
import type { Comment } from './transcript.js';

/** A finished discussion before the run adds the timestamps, the model identity and the job hash. */
export type DiscussionDraft = Omit<Discussion, 'timestamp' | 'created_at' | 'model' | 'job_hash'>;

/** The document of a discussion with these comments, which may be all of them or those so far. */
export function draftDiscussion(job: DiscussionJob, cast: Cast, comments: Comment[]): DiscussionDraft {
  const persona = job.condition.moderator?.persona;
  return {
    id: job.id,
    experiment: job.condition.experiment,
    condition: job.condition.name,
    ...(Object.keys(job.condition.factors).length > 0 && { factors: { ...job.condition.factors } }),
    replicate: job.replicate,
    topic: job.topic.name,
    ...(job.topic.metadata && { topic_metadata: { ...job.topic.metadata } }),
    users: cast.participants.map((actor) => actor.name),
    moderator: cast.moderator?.name ?? null,
    user_prompts: cast.participants.map((actor) => actor.system),
    moderator_prompt: cast.moderator?.system ?? null,
    participants: job.participants.map(({ traits }, seat) => ({
      name: cast.seated(seat).name,
      role: job.roles[seat] ?? 'participant',
      persona: { ...traits },
    })),
    ...(persona && { moderator_persona: { ...persona.traits } }),
    ctx_length: job.condition.historyLength,
    seed: job.condition.seed,
    logs: comments,
  };
}
