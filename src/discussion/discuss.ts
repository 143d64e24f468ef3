import type { Completion, Request } from '../backends/backend.js';
import type { Discussion } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { openStream } from '../plan/random-stream.js';
import { seatActors, type Actor, type Cast } from './cast.js';
import { ask, type JobGenerator } from './job-generator.js';
import { cleanText, describeCompletion, historyBlocks, type Comment } from './transcript.js';
import { turnManagers } from './turn-managers/registry.js';
import { turnRequest } from './turn-request.js';

/** A finished discussion before the run adds what only it knows: the clock, the model's identity and the job's hash. */
export type DiscussionDraft = Omit<Discussion, 'timestamp' | 'created_at' | 'model' | 'job_hash'>;

/** One whole discussion: the topic's seed opinions, then turns; the moderator may speak after each participant. */
export function* discuss(job: DiscussionJob): JobGenerator<DiscussionDraft> {
  const cast = seatActors(job);
  const comments = postOpenings(job, cast);
  const spoken = [...job.openingSeats];
  for (let turn = 1; turn <= job.condition.turns; turn += 1) {
    const seat = nextSeat(job, spoken, turn);
    spoken.push(seat);
    comments.push(yield* takeTurn(job, cast, comments, cast.seated(seat)));
    if (cast.moderator) comments.push(yield* takeTurn(job, cast, comments, cast.moderator));
  }
  return draftDocument(job, cast, comments);
}

function postOpenings(job: DiscussionJob, cast: Cast): Comment[] {
  return job.topic.openings.map((text, turn) => {
    const { name } = cast.seated(job.openingSeats[turn] ?? 0);
    return { name, text, model: 'hardcoded', turn, role: 'participant' };
  });
}

/** Speaker draws leave the condition out: replicate r has the same draws whatever else changes. */
function nextSeat(
  { condition, participants, replicate }: DiscussionJob,
  spoken: readonly number[],
  turn: number,
): number {
  return turnManagers[condition.turnManager]({
    participants: participants.length,
    spoken,
    random: openStream([condition.seed, 'speaker', replicate, turn]),
    respondProbability: condition.respondProbability,
  });
}

function* takeTurn(
  job: DiscussionJob,
  cast: Cast,
  comments: readonly Comment[],
  actor: Actor,
): Generator<readonly Request[], Comment, readonly Completion[]> {
  const history = historyBlocks(comments, job.condition.historyLength);
  const request = turnRequest({ job, cast, actor, history, turn: comments.length });
  const completion = yield* ask(request);
  return {
    name: actor.name,
    text: cleanText(completion.text, job.condition.generation.disallowedStrings),
    model: job.condition.generation.modelName,
    turn: comments.length,
    role: actor.role,
    ...describeCompletion(completion, request.sampling.seed),
  };
}

function draftDocument(job: DiscussionJob, cast: Cast, comments: Comment[]): DiscussionDraft {
  return {
    id: job.id,
    experiment: job.condition.experiment,
    condition: job.condition.name,
    replicate: job.replicate,
    topic: job.topic.name,
    users: cast.participants.map((actor) => actor.name),
    moderator: cast.moderator?.name ?? null,
    user_prompts: cast.participants.map((actor) => actor.system),
    moderator_prompt: cast.moderator?.system ?? null,
    participants: job.participants.map(({ name, traits }) => ({ name, role: 'participant', persona: { ...traits } })),
    ctx_length: job.condition.historyLength,
    seed: job.condition.seed,
    logs: comments,
  };
}
