import type { DiscussionJob } from '../plan/job.js';
import { setupStream } from '../plan/setup/setup-stream.js';
import { askModerator } from './ask-moderator.js';
import { seatActors, type Actor, type Cast } from './cast.js';
import { draftDiscussion, type DiscussionDraft } from './draft-discussion.js';
import type { JobGenerator } from './job-generator.js';
import { moderatorPolicy } from './moderator-policies/registry.js';
import type { Interjection, NotedReply, OwnParts } from './own-parts.js';
import { findPromptLayout } from './prompt-layouts/registry.js';
import { takeTurn } from './take-turn.js';
import { askWith, questionsAt, seededJob, type Talk } from './talk.js';
import type { Comment } from './transcript.js';
import { findTurnManager } from './turn-managers/registry.js';
import type { TurnState } from './turn-managers/turn-manager.js';

export type { Interjection, NotedReply, OwnParts };

/** Generates one discussion: the topic's seed opinions, then the turns; the moderator may speak after a participant. */
export function* discuss(job: DiscussionJob, own: OwnParts = {}): JobGenerator<DiscussionDraft> {
  const layout = own.layout ?? findPromptLayout(job.condition.promptLayout);
  const cast = seatActors(job, layout);
  const comments: Comment[] = [];
  const spoken = job.openingSeats.filter((seat) => seat >= 0);
  const talk: Talk = { job, own, cast, layout, comments, spoken, openers: spoken.length, leftOut: 0, answers: [] };
  const manager = own.manager ?? findTurnManager(job.condition.turnManager);
  const mayModerate = own.moderates ?? moderatorPolicy(job.condition.moderator?.turns);
  talk.questions = questionsAt(talk, 0);
  yield* say(talk, postOpenings(job, cast));
  for (let turn = 1; turn <= job.condition.turns; turn += 1) {
    const seat = checkSeat(manager(turnState(talk, turn)), cast);
    if (turn > 1) talk.questions = questionsAt(talk, turn - 1, seat);
    spoken.push(seat);
    const comment = yield* takeTurn(talk, cast.seated(seat));
    if (isLeftOut(comment, job)) talk.leftOut += 1;
    else {
      yield* say(talk, [comment]);
      if (cast.moderator && mayModerate({ turn, comments, moderator: cast.moderator.name }))
        yield* say(talk, [yield* moderate(talk, cast.moderator)]);
    }
  }
  talk.questions = questionsAt(talk, job.condition.turns);
  yield* askWith(talk, []);
  const draft = draftDiscussion(job, cast, comments);
  return own.probes ? { ...draft, probes: { questions: own.probes.questions, answers: talk.answers } } : draft;
}

/** The moderator's turn; it is silent if the moderator was asked and does not want to intervene. */
function* moderate(talk: Talk, moderator: Actor): JobGenerator<Comment> {
  const { job, layout, comments, leftOut } = talk;
  if (!job.condition.moderator?.isAsked) return yield* takeTurn(talk, moderator);
  const turn = comments.length + leftOut;
  const intervention = yield* askModerator({ job: seededJob(talk), moderator, layout, comments, turn });
  if (intervention.decision !== 'no') return { ...(yield* takeTurn(talk, moderator, true)), intervention };
  const { name, role, model } = moderator;
  return { name, text: '', model: model.generation.modelName, turn: comments.length, role, intervention };
}

/** A turn without a reply is no silence: it is recorded. */
function isLeftOut({ text, missing }: Comment, { condition }: DiscussionJob): boolean {
  return condition.silentParticipants === 'left_out' && text === '' && missing === undefined;
}

/** Adds comments, and what is interjected after them. */
function* say(talk: Talk, made: readonly Comment[]): JobGenerator<void> {
  const { own, comments } = talk;
  comments.push(...made);
  if (!own.interject) return;
  for (let said = yield* own.interject(comments); said.length > 0; said = yield* own.interject(comments))
    for (const one of said) interject(talk, one);
}

function interject({ cast, comments, spoken }: Talk, { name, text }: Interjection): void {
  const seat = cast.participants.findIndex((actor) => actor.name === name);
  if (seat >= 0) spoken.push(seat);
  const role = name === cast.moderator?.name ? 'moderator' : 'participant';
  comments.push({ name, text, model: 'injected', turn: comments.length, role });
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
function turnState(talk: Talk, turn: number): TurnState {
  const { cast, spoken, comments } = talk;
  const { condition, participants, replicate } = seededJob(talk);
  return {
    participants: participants.length,
    spoken,
    names: cast.participants.map((actor) => actor.name),
    comments,
    random: setupStream(condition, 'speaker', replicate, turn),
    respondProbability: condition.respondProbability,
    ...(condition.roundRobinStart && { openersToIgnore: talk.openers }),
  };
}

/** A user's turn manager may return anything. */
function checkSeat(seat: number, { participants }: Cast): number {
  if (Number.isInteger(seat) && seat >= 0 && seat < participants.length) return seat;
  throw new RangeError(
    `the turn manager returned seat ${String(seat)}; valid seats are 0 to ${participants.length - 1}`,
  );
}
