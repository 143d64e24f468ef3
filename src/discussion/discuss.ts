import type { Completion, Request } from '../backends/backend.js';
import type { FailedTry, ProbeAnswer } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { timeAfter } from '../plan/probe-times.js';
import { setupStream } from '../plan/setup/setup-stream.js';
import type { Known } from '../quality/detector.js';
import { askModerator } from './ask-moderator.js';
import { everyone, seatActors, type Actor, type Cast } from './cast.js';
import { draftDiscussion, type DiscussionDraft } from './draft-discussion.js';
import type { JobGenerator } from './job-generator.js';
import type { ModeratorPolicy } from './moderator-policies/moderator-policy.js';
import { moderatorPolicy } from './moderator-policies/registry.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import { findPromptLayout } from './prompt-layouts/registry.js';
import type { PrivateQuestions, Probes } from './private-questions.js';
import { judgeReply, type DetectOwn } from './judge-reply.js';
import { describeCompletion, type Comment } from './transcript.js';
import { findTurnManager } from './turn-managers/registry.js';
import type { TurnManager, TurnState } from './turn-managers/turn-manager.js';
import { turnRequest } from './turn-request.js';

/** What a user brings instead of something built in. */
export interface OwnParts {
  manager?: TurnManager;
  layout?: PromptLayout;
  moderates?: ModeratorPolicy;
  /**
   * Gets all comments so far, after the openings and after each comment. What it returns is said next; asked again until
   * it returns nothing.
   */
  interject?: (comments: readonly Comment[]) => JobGenerator<readonly Interjection[]>;
  /** Hears of every reply that gave a comment, with what the detectors found in it; also when a resumed job is replayed. */
  note?: (reply: NotedReply) => void;
  /** Asks the participants in private: what is answered stands beside the comments, and in no prompt. */
  probes?: Probes;
  /** The user's detectors. */
  detect?: DetectOwn;
  /** The seed of everything drawn for a turn (index in the logs), if it is not the experiment's. */
  seedAt?: (turn: number) => number;
}

/** A reply that gave a comment. */
export interface NotedReply {
  model: string;
  role: 'participant' | 'moderator';
  flags: readonly string[];
  /** No reply of the turn before it was put aside because of a detector. */
  isFirst: boolean;
  /** It is the comment, and no further try follows. */
  isKept: boolean;
}

/** What somebody from outside says in a discussion, under any name. */
export interface Interjection {
  name: string;
  text: string;
}

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

/** A discussion under way. */
interface Talk {
  job: DiscussionJob;
  own: OwnParts;
  cast: Cast;
  layout: PromptLayout;
  comments: Comment[];
  /** Seats that have spoken, oldest first. */
  spoken: number[];
  /** How many of them posted seed opinions. */
  openers: number;
  /** Silent turns that are no comments. Requests are numbered with them, so that no two have the same key and seed. */
  leftOut: number;
  /** To be asked with the next turn. */
  questions?: PrivateQuestions | undefined;
  answers: ProbeAnswer[];
}

/** What is asked in private after this many turns, before that of the seat `next`. */
function questionsAt(talk: Talk, turns: number, next?: number): PrivateQuestions | undefined {
  const { own, cast, layout, comments } = talk;
  const time = timeAfter(turns, talk.job.condition.turns);
  const index = comments.length + talk.leftOut;
  const moment = { time, turns, index, job: seededJob(talk), cast, layout, comments: [...comments] };
  return own.probes?.at({ ...moment, ...(next !== undefined && { next }) });
}

/** Asks the private questions that are due and these requests, and returns the completions of the latter. */
function* askWith(talk: Talk, requests: readonly Request[]): JobGenerator<readonly Completion[]> {
  const { requests: asked = [], read } = talk.questions ?? {};
  talk.questions = undefined;
  const all = [...asked, ...requests];
  const completions = all.length > 0 ? yield all : [];
  if (read) talk.answers.push(...read(completions.slice(0, asked.length)));
  return completions.slice(asked.length);
}

/** The moderator's turn; it is silent if the moderator was asked and does not want to intervene. */
function* moderate(talk: Talk, moderator: Actor): Generator<readonly Request[], Comment, readonly Completion[]> {
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

/** The job with the seed of the coming turn. */
function seededJob({ job, own, comments }: Talk): DiscussionJob {
  const seed = own.seedAt?.(comments.length) ?? job.condition.seed;
  return seed === job.condition.seed ? job : { ...job, condition: { ...job.condition, seed } };
}

/** A user's turn manager may return anything. */
function checkSeat(seat: number, { participants }: Cast): number {
  if (Number.isInteger(seat) && seat >= 0 && seat < participants.length) return seat;
  throw new RangeError(
    `the turn manager returned seat ${String(seat)}; valid seats are 0 to ${participants.length - 1}`,
  );
}

function* takeTurn(
  talk: Talk,
  actor: Actor,
  sharesHistory = talk.questions?.toNext === true,
): Generator<readonly Request[], Comment, readonly Completion[]> {
  const { cast, layout, comments } = talk;
  const job = seededJob(talk);
  const { triesPerTurn, quality } = job.condition;
  const { generation } = actor.model;
  const known = whatIsKnown(talk, actor);
  const failed: FailedTry[] = [];
  for (;;) {
    const turn = comments.length + talk.leftOut;
    const request = turnRequest({ job, cast, layout, comments, actor, turn, tried: failed.length, sharesHistory });
    const [completion] = yield* askWith(talk, [request]);
    if (!completion) throw new Error(`no completion for turn ${turn}`);
    const { disallowedStrings } = generation;
    const { detect } = talk.own;
    const where = `turn ${comments.length} of ${job.id}, by ${actor.name}`;
    const detectOwn = detect && ((raw: string, seen: Known) => detect({ raw, known: seen, where }));
    const { text, resampled, ...reading } = judgeReply(completion, { known, disallowedStrings, quality, detectOwn });
    const described = describeCompletion(completion, request.sampling.seed);
    const { missing } = reading;
    const before = failed.filter((one) => (one.missing === undefined) === (missing === undefined)).length;
    if (missing && before + 1 < triesPerTurn) {
      failed.push({ ...described, missing });
      continue;
    }
    const isKept = resampled.length === 0 || before >= (quality?.resampleBudget ?? 0);
    const { modelName: model } = generation;
    if (!missing) talk.own.note?.({ model, role: actor.role, flags: reading.flags, isFirst: before === 0, isKept });
    if (!missing && !isKept) {
      failed.push({ ...described, text, flags: reading.flags, resampled });
      continue;
    }
    return {
      name: actor.name,
      text,
      model,
      turn: comments.length,
      role: actor.role,
      ...described,
      ...reading,
      ...(failed.length > 0 && { failed_tries: failed }),
    };
  }
}

function whatIsKnown({ cast, comments }: Talk, { name, role, system }: Actor): Omit<Known, 'finishReason'> {
  const history = comments.filter(({ text }) => text !== '');
  return { speaker: name, role, system, actors: everyone(cast).map((actor) => actor.name), history };
}
