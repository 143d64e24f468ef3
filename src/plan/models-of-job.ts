import type { ActorModel, Condition, DiscussionJob, Job } from './job.js';

/** All models of a job, the participants' first. */
export function modelsOfJob(job: Job): [ActorModel, ...ActorModel[]] {
  if (job.kind === 'annotation') return [job.design.model];
  const { condition } = job;
  const seated = job.participants.map((_, seat) => modelAt(job, seat));
  const moderators = condition.moderator ? [modelOfModerator(condition)] : [];
  const [first = condition.model, ...rest] = new Set([
    ...seated.filter((model) => model === condition.model),
    ...seated,
    ...moderators,
  ]);
  return [first, ...rest];
}

/** A role's model goes before the persona's. */
export function modelAt({ condition, participants, roles }: DiscussionJob, seat: number): ActorModel {
  const role = condition.roles.find(({ name }) => name === roles[seat]);
  const persona = participants[seat];
  return role?.model ?? (persona && condition.personaModels?.get(persona)) ?? condition.model;
}

export function modelOfModerator({ moderator, model }: Condition): ActorModel {
  return moderator?.model ?? model;
}

/** All models that the actors of a condition may have. */
export function modelsOfCondition(condition: Condition): ReadonlySet<ActorModel> {
  const { model, moderator, roles, personaModels } = condition;
  const others = [moderator?.model, ...roles.map((role) => role.model), ...(personaModels?.values() ?? [])];
  return new Set([model, ...others.filter((one) => one !== undefined)]);
}
