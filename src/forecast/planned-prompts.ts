import { isAbsolute } from 'node:path';
import { annotate } from '../annotation/annotate.js';
import type { Request } from '../backends/backend.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { everyone, seatActors, type Actor, type Cast } from '../discussion/cast.js';
import { postOpenings } from '../discussion/discuss.js';
import type { PromptLayout } from '../discussion/prompt-layouts/prompt-layout.js';
import { findPromptLayout } from '../discussion/prompt-layouts/registry.js';
import { turnRequest } from '../discussion/turn-request.js';
import type { Inputs, Topic } from '../inputs/input-types.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { hashPersona } from '../plan/fields/discussion-fields.js';
import { annotatorKey } from '../plan/identify-annotators.js';
import type { ActorModel, DiscussionJob } from '../plan/job.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planDiscussions } from '../plan/plan-discussions.js';

/** A prompt of the plan, without history. */
export interface PlannedPrompt {
  request: Request;
  /** What is asked. */
  model: ActorModel;
  /** Whose turn it is: a participant, the moderator, or an annotator. */
  name: string;
  /** The persona's own name, where the participant has a pseudonym. */
  persona?: string;
  /** Absent for annotators. */
  condition?: string;
  /** The config of the condition; the experiment's for annotators. */
  config: ExperimentConfig;
  /** As the config names it. */
  layout: string;
  /** The same actor in the middle of a discussion, under its own layout or another one. */
  example(layout?: string): Request;
}

/** Prompt layouts from users' modules, by path. */
export type OwnLayouts = ReadonlyMap<string, PromptLayout>;

type Comment = Parameters<typeof annotate>[1]['comments'][number];

/** The comment to annotate if no seed opinion is known. */
const anyComment: Comment = { name: 'user', text: 'I agree.', role: 'participant' };

const noLayouts: OwnLayouts = new Map();

const known = new WeakMap<ExperimentConfig, { inputs: Inputs; own: OwnLayouts; prompts: readonly PlannedPrompt[] }>();

/**
 * The prompts of all participants, moderators and annotators of the plan, each once per condition, regardless of the
 * number of jobs: a participant with pseudonyms under the first of them. Annotators are shown the longest seed opinion.
 * A user's layout that is not in `own` is taken for `original`: what executes no module can only estimate.
 */
export function plannedPrompts(
  config: ExperimentConfig,
  inputs: Inputs,
  own: OwnLayouts = noLayouts,
): readonly PlannedPrompt[] {
  const before = known.get(config);
  if (before?.inputs === inputs && before.own === own) return before.prompts;
  const jobs = inputs.topics.length > 0 ? planDiscussions(config, inputs) : [];
  const prompts = [...discussionPrompts(config, jobs, own), ...annotationPrompts(config, inputs, jobs)];
  known.set(config, { inputs, own, prompts });
  return prompts;
}

function discussionPrompts(config: ExperimentConfig, jobs: readonly DiscussionJob[], own: OwnLayouts): PlannedPrompt[] {
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
    const { promptLayout: layout = 'original' } = job.condition;
    const cast = seatActors(job, layoutNamed(layout, own));
    const actors = [
      ...seats.map((seat) => ({ actor: cast.seated(seat), persona: job.participants[seat]?.name })),
      ...(hasModerator && cast.moderator ? [{ actor: cast.moderator, persona: undefined }] : []),
    ];
    const ofCondition = configs.get(condition) ?? config;
    return actors.map(({ actor, persona = actor.name }) => {
      const ask = (name: string, isExample: boolean): Request => askActor({ job, cast, actor, isExample, name, own });
      const alias = persona !== actor.name && { persona };
      const prompt = { model: actor.model, name: actor.name, ...alias, condition, config: ofCondition, layout };
      return { ...prompt, request: ask(layout, false), example: (other = layout) => ask(other, true) };
    });
  });
}

function layoutNamed(name: string, own: OwnLayouts): PromptLayout {
  return isAbsolute(name) ? (own.get(name) ?? findPromptLayout()) : findPromptLayout(name);
}

interface Asked {
  job: DiscussionJob;
  cast: Cast;
  actor: Actor;
  isExample: boolean;
  /** Of the layout. */
  name: string;
  own: OwnLayouts;
}

function askActor({ job, cast: seated, actor: asked, isExample, name, own }: Asked): Request {
  const layout = layoutNamed(name, own);
  const cast = isExample ? seatActors(job, layout) : seated;
  const actor = isExample ? (everyone(cast)[everyone(seated).indexOf(asked)] ?? asked) : asked;
  const comments = isExample ? [...postOpenings(job, cast), ...exampleComments(cast, actor)] : [];
  return turnRequest({ job, cast, actor, layout, comments, turn: 0, tried: 0 });
}

/** One comment of another, one of the actor itself, and two of others. */
function exampleComments(cast: Cast, actor: Actor): Comment[] {
  const others = everyone(cast).filter((one) => one !== actor);
  const [first = actor, second = first] = others;
  return [first, actor, first, second].map(({ name, role }) => ({ name, role, text: `(a comment of ${name})` }));
}

function annotationPrompts(config: ExperimentConfig, inputs: Inputs, jobs: readonly DiscussionJob[]): PlannedPrompt[] {
  const discussion = { id: config.name, comments: [longestOpening(jobs)] };
  return planAnnotations(config, inputs, [{ id: discussion.id, sha256: null }]).flatMap((job) => {
    const { promptLayout: layout = 'original' } = job.design;
    const ask = (promptLayout: string): readonly Request[] => {
      const { value, done } = annotate({ ...job, design: { ...job.design, promptLayout } }, discussion).next([]);
      return done ? [] : value;
    };
    return ask(layout).map((request, place) => ({
      ...{ request, model: job.design.model, name: annotatorKey(job), config, layout },
      example: (other = layout) => ask(other)[place] ?? request,
    }));
  });
}

function longestOpening(jobs: readonly DiscussionJob[]): Comment {
  const topics = new Map<Topic, DiscussionJob>(jobs.map((job) => [job.topic, job]));
  const openings = [...topics.values()].flatMap((job) => postOpenings(job, seatActors(job, findPromptLayout())));
  return openings.reduce<Comment>((one, other) => (other.text.length > one.text.length ? other : one), anyComment);
}
