import type { Completion, Request } from '../backends/backend.js';
import type { Discussion, FailedTry } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { setupStream } from '../plan/setup/setup-stream.js';
import { everyone, seatActors, type Actor, type Cast } from './cast.js';
import { ask, type JobGenerator } from './job-generator.js';
import { moderatorPolicy } from './moderator-policies/registry.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import { findPromptLayout } from './prompt-layouts/registry.js';
import { describeCompletion, readReply, type Comment } from './transcript.js';
import { findTurnManager } from './turn-managers/registry.js';
import type { TurnManager, TurnState } from './turn-managers/turn-manager.js';
import { turnRequest } from './turn-request.js';

/** A finished discussion before the run adds the timestamps, the model identity and the job hash. */
export type DiscussionDraft = Omit<Discussion, 'timestamp' | 'created_at' | 'model' | 'job_hash'>;

/** What a user brings instead of something built in. */
export interface OwnParts {
  manager?: TurnManager;
  layout?: PromptLayout;
}

/** Generates one discussion: the topic's seed opinions, then the turns; the moderator may speak after a participant. */
export function* discuss(job: DiscussionJob, own: OwnParts = {}): JobGenerator<DiscussionDraft> {
  const layout = own.layout ?? findPromptLayout(job.condition.promptLayout);
  const cast = seatActors(job, layout);
  const comments = postOpenings(job, cast);
  const spoken = job.openingSeats.filter((seat) => seat >= 0);
  const manager = own.manager ?? findTurnManager(job.condition.turnManager);
  const mayModerate = moderatorPolicy(job.condition.moderator?.turns);
  for (let turn = 1; turn <= job.condition.turns; turn += 1) {
    const seat = checkSeat(manager(turnState(job, cast, { spoken, comments, turn })), cast);
    spoken.push(seat);
    comments.push(yield* takeTurn({ job, cast, layout, comments, actor: cast.seated(seat) }));
    if (cast.moderator && mayModerate({ turn, comments, moderator: cast.moderator.name }))
      comments.push(yield* takeTurn({ job, cast, layout, comments, actor: cast.moderator }));
  }
  return draftDocument(job, cast, comments);
}

/** The topic's seed opinions as the first comments. */
export function postOpenings(job: DiscussionJob, cast: Cast): Comment[] {
  return job.topic.openings.map((text, turn) => {
    const seat = job.openingSeats[turn] ?? 0;
    const name = seat >= 0 ? cast.seated(seat).name : (job.topic.authors?.[turn] ?? '');
    return { name, text, model: 'hardcoded', turn, role: 'participant' };
  });
}

/** Speaker draws belong to the set-up: in paired and balanced designs they do not depend on the condition. */
function turnState(
  { condition, participants, replicate }: DiscussionJob,
  cast: Cast,
  { spoken, comments, turn }: { spoken: readonly number[]; comments: readonly Comment[]; turn: number },
): TurnState {
  return {
    participants: participants.length,
    spoken,
    names: cast.participants.map((actor) => actor.name),
    comments,
    random: setupStream(condition, 'speaker', replicate, turn),
    respondProbability: condition.respondProbability,
  };
}

/** A user's turn manager may return anything. */
function checkSeat(seat: number, { participants }: Cast): number {
  if (Number.isInteger(seat) && seat >= 0 && seat < participants.length) return seat;
  throw new RangeError(
    `the turn manager returned seat ${String(seat)}; valid seats are 0 to ${participants.length - 1}`,
  );
}

interface Turn {
  job: DiscussionJob;
  cast: Cast;
  layout: PromptLayout;
  comments: readonly Comment[];
  actor: Actor;
}

function* takeTurn(turn: Turn): Generator<readonly Request[], Comment, readonly Completion[]> {
  const { job, cast, comments, actor } = turn;
  const { triesPerTurn, generation } = job.condition;
  const actors = everyone(cast).map(({ name }) => name);
  const failed: FailedTry[] = [];
  for (;;) {
    const request = turnRequest({ ...turn, turn: comments.length, tried: failed.length });
    const completion = yield* ask(request);
    const { text, ...reading } = readReply(completion, generation.disallowedStrings, { speaker: actor.name, actors });
    const described = describeCompletion(completion, request.sampling.seed);
    if (reading.missing && failed.length + 1 < triesPerTurn) {
      failed.push({ ...described, missing: reading.missing });
      continue;
    }
    return {
      name: actor.name,
      text,
      model: generation.modelName,
      turn: comments.length,
      role: actor.role,
      ...described,
      ...reading,
      ...(failed.length > 0 && { failed_tries: failed }),
    };
  }
}

function draftDocument(job: DiscussionJob, cast: Cast, comments: Comment[]): DiscussionDraft {
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
    ctx_length: job.condition.historyLength,
    seed: job.condition.seed,
    logs: comments,
  };
}
