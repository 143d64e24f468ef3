import { annotate } from '../annotation/annotate.js';
import type { Request } from '../backends/backend.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { seatActors, type Actor, type Cast } from '../discussion/cast.js';
import { postOpenings } from '../discussion/discuss.js';
import { turnRequest } from '../discussion/turn-request.js';
import type { Inputs, Topic } from '../inputs/input-types.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { hashPersona } from '../plan/fields/discussion-fields.js';
import { annotatorKey } from '../plan/identify-annotators.js';
import type { DiscussionJob } from '../plan/job.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planDiscussions } from '../plan/plan-discussions.js';

/** A prompt of the plan, without history. */
export interface PlannedPrompt {
  request: Request;
  /** Whose turn it is: a participant, the moderator, or an annotator. */
  name: string;
  /** The persona's own name, where the participant has a pseudonym. */
  persona?: string;
  /** Absent for annotators. */
  condition?: string;
  /** The config of the condition; the experiment's for annotators. */
  config: ExperimentConfig;
}

type Comment = Parameters<typeof annotate>[1]['comments'][number];

/** The comment to annotate if no seed opinion is known. */
const anyComment: Comment = { name: 'user', text: 'I agree.', role: 'participant' };

const known = new WeakMap<ExperimentConfig, { inputs: Inputs; prompts: readonly PlannedPrompt[] }>();

/**
 * The prompts of all participants, moderators and annotators of the plan, each once per condition, regardless of the
 * number of jobs: a participant with pseudonyms under the first of them. Annotators are shown the longest seed opinion.
 */
export function plannedPrompts(config: ExperimentConfig, inputs: Inputs): readonly PlannedPrompt[] {
  const before = known.get(config);
  if (before?.inputs === inputs) return before.prompts;
  const jobs = inputs.topics.length > 0 ? planDiscussions(config, inputs) : [];
  const prompts = [...discussionPrompts(config, jobs), ...annotationPrompts(config, inputs, jobs)];
  known.set(config, { inputs, prompts });
  return prompts;
}

function discussionPrompts(config: ExperimentConfig, jobs: readonly DiscussionJob[]): PlannedPrompt[] {
  const configs = new Map(conditionsOf(config).map((cell) => [cell.name, cell.config]));
  const seen = new Set<string>();
  return jobs.flatMap((job) => {
    const condition = job.condition.name;
    const isNew = (...who: readonly string[]): boolean => {
      const { size } = seen;
      return seen.add([condition, ...who].join('\n')).size > size;
    };
    const seats = job.participants.flatMap((persona, seat) =>
      isNew(hashPersona(persona), job.roles[seat] ?? '') ? [seat] : [],
    );
    const hasModerator = job.condition.moderator !== undefined && isNew();
    if (seats.length === 0 && !hasModerator) return [];
    const cast = seatActors(job);
    const actors = [
      ...seats.map((seat) => ({ actor: cast.seated(seat), persona: job.participants[seat]?.name })),
      ...(hasModerator && cast.moderator ? [{ actor: cast.moderator, persona: undefined }] : []),
    ];
    const own = configs.get(condition) ?? config;
    return actors.map(({ actor, persona = actor.name }) => ({
      request: firstTurn(job, cast, actor),
      name: actor.name,
      ...(persona !== actor.name && { persona }),
      condition,
      config: own,
    }));
  });
}

function firstTurn(job: DiscussionJob, cast: Cast, actor: Actor): Request {
  return turnRequest({ job, cast, actor, history: [], turn: 0, tried: 0 });
}

function annotationPrompts(config: ExperimentConfig, inputs: Inputs, jobs: readonly DiscussionJob[]): PlannedPrompt[] {
  const discussion = { id: config.name, comments: [longestOpening(jobs)] };
  return planAnnotations(config, inputs, [{ id: discussion.id, sha256: null }]).flatMap((job) => {
    const { value, done } = annotate(job, discussion).next([]);
    const requests = done ? [] : value;
    return requests.map((request) => ({ request, name: annotatorKey(job), config }));
  });
}

function longestOpening(jobs: readonly DiscussionJob[]): Comment {
  const topics = new Map<Topic, DiscussionJob>(jobs.map((job) => [job.topic, job]));
  const openings = [...topics.values()].flatMap((job) => postOpenings(job, seatActors(job)));
  return openings.reduce<Comment>((one, other) => (other.text.length > one.text.length ? other : one), anyComment);
}
