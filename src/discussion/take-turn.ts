import type { FailedTry } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import type { Known } from '../quality/detector.js';
import { everyone, type Actor } from './cast.js';
import type { JobGenerator } from './job-generator.js';
import { judgeReply, type JudgedReply } from './judge-reply.js';
import { askWith, seededJob, type Talk } from './talk.js';
import { describeCompletion, type Comment } from './transcript.js';
import { turnRequest } from './turn-request.js';

/** One turn of an actor: tried again while a try gives no comment, or one with a fault, and tries are left. */
export function* takeTurn(
  talk: Talk,
  actor: Actor,
  sharesHistory = talk.questions?.toNext === true,
): JobGenerator<Comment> {
  const turn = { talk, job: seededJob(talk), actor, known: whatIsKnown(talk, actor), sharesHistory };
  const failed: FailedTry[] = [];
  for (;;) {
    const reply = yield* askForReply(turn, failed.length);
    const failure = whyAgain(turn, reply, failed);
    if (!failure) return commentOf(turn, reply, failed);
    failed.push(failure);
  }
}

interface Turn {
  talk: Talk;
  /** With the seed of this turn. */
  job: DiscussionJob;
  actor: Actor;
  known: Omit<Known, 'finishReason'>;
  sharesHistory: boolean;
}

function whatIsKnown({ cast, comments }: Talk, { name, role, system }: Actor): Turn['known'] {
  const history = comments.filter(({ text }) => text !== '');
  return { speaker: name, role, system, actors: everyone(cast).map((actor) => actor.name), history };
}

/** One try of a turn. */
interface Reply {
  text: string;
  resampled: JudgedReply['resampled'];
  /** What else is published of it as a comment. */
  reading: Omit<JudgedReply, 'text' | 'resampled'>;
  described: ReturnType<typeof describeCompletion>;
}

function* askForReply(asked: Turn, tried: number): JobGenerator<Reply> {
  const { talk, job, actor, known, sharesHistory } = asked;
  const { cast, layout, comments, leftOut } = talk;
  const turn = comments.length + leftOut;
  const request = turnRequest({ job, cast, layout, comments, actor, turn, tried, sharesHistory });
  const [completion] = yield* askWith(talk, [request]);
  if (!completion) throw new Error(`no completion for turn ${turn}`);
  const { quality } = job.condition;
  const { disallowedStrings } = actor.model.generation;
  const detectOwn = ownDetectors(asked);
  const { text, resampled, ...reading } = judgeReply(completion, { known, disallowedStrings, quality, detectOwn });
  return { text, resampled, reading, described: describeCompletion(completion, request.sampling.seed) };
}

/** The user's detectors, told which turn they look at. */
function ownDetectors({ talk, job, actor }: Turn): ((raw: string, known: Known) => readonly string[]) | undefined {
  const { detect } = talk.own;
  const where = `turn ${talk.comments.length} of ${job.id}, by ${actor.name}`;
  return detect && ((raw, known) => detect({ raw, known, where }));
}

/** The reply as a failed try; undefined if it is what the turn gives. Missing and faulty replies are counted apart. */
function whyAgain(turn: Turn, reply: Reply, failed: readonly FailedTry[]): FailedTry | undefined {
  const isMissing = reply.reading.missing !== undefined;
  const before = failed.filter(({ missing }) => (missing !== undefined) === isMissing).length;
  return isMissing ? missingTry(turn, reply, before) : faultyTry(turn, reply, before);
}

function missingTry({ job }: Turn, { described, reading: { missing } }: Reply, before: number): FailedTry | undefined {
  return before + 1 < job.condition.triesPerTurn ? { ...described, ...(missing && { missing }) } : undefined;
}

function faultyTry({ talk, job, actor }: Turn, reply: Reply, before: number): FailedTry | undefined {
  const { text, resampled, described } = reply;
  const { flags } = reply.reading;
  const isKept = resampled.length === 0 || before >= (job.condition.quality?.resampleBudget ?? 0);
  const { modelName: model } = actor.model.generation;
  talk.own.note?.({ model, role: actor.role, flags, isFirst: before === 0, isKept });
  return isKept ? undefined : { ...described, text, flags, resampled };
}

function commentOf({ talk, actor }: Turn, { text, reading, described }: Reply, failed: FailedTry[]): Comment {
  return {
    name: actor.name,
    text,
    model: actor.model.generation.modelName,
    turn: talk.comments.length,
    role: actor.role,
    ...described,
    ...reading,
    ...(failed.length > 0 && { failed_tries: failed }),
  };
}
