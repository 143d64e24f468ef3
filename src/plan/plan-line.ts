import type { Persona, Topic } from '../inputs/input-types.js';
import { sha256 } from '../sha256.js';
import type { AnnotationJob, Condition, DiscussionJob, Generation, Job, PlanLine, Role } from './job.js';

type Fields = PlanLine['fields'];

/** The job as the frozen plan keeps it: every field that decides what is made, long texts as their hash. */
export function planLine(job: Job): PlanLine {
  const fields = job.kind === 'discussion' ? discussionFields(job) : annotationFields(job);
  return { kind: job.kind, id: job.id, hash: sha256(JSON.stringify(fields)), fields };
}

function discussionFields(job: DiscussionJob): Fields {
  return {
    condition: job.condition.name,
    replicate: job.replicate,
    topic: job.topic.name,
    topic_sha256: hashOnce(job.topic, () => JSON.stringify(contentOf(job.topic))),
    participants: job.participants.map((persona) => persona.name).join(', '),
    personas_sha256: sha256(job.participants.map(hashPersona).join()),
    opening_seats: job.openingSeats.join(', '),
    ...(job.condition.roles.length > 0 && { roles: job.roles.join(', ') }),
    ...conditionFields(job.condition),
  };
}

/** A topic that is only text has the hash that it had before topics could be more. */
function contentOf({ openings, authors, metadata }: Topic): unknown {
  return authors || metadata ? { openings, authors, metadata } : openings;
}

function annotationFields(job: AnnotationJob): Fields {
  const { design } = job;
  return {
    discussion: job.discussionId,
    annotator: job.annotator.name,
    persona_sha256: hashPersona(job.annotator),
    repeat: job.repeat,
    seed: design.seed,
    context_prompt: design.contextPrompt,
    instructions_sha256: hashOnce(design, () => design.instructions),
    history_ctx_len: design.historyLength,
    annotate_moderator: design.annotateModerator,
    show_moderator_in_context: design.showModeratorInContext,
    ...(design.metrics && { metrics: JSON.stringify(design.metrics) }),
    ...generationFields(design.generation),
  };
}

const known = new WeakMap<Condition, Fields>();

/** The same for all jobs of a condition, so worked out once. */
function conditionFields(condition: Condition): Fields {
  const before = known.get(condition);
  if (before) return before;
  const fields = {
    seed: condition.seed,
    context_prompt: condition.contextPrompt,
    user_instructions_sha256: sha256(condition.participantInstructions),
    include_mod: condition.moderator !== undefined,
    moderator_attributes: condition.moderator?.attributes.join(', ') ?? null,
    mod_instructions_sha256: condition.moderator ? sha256(condition.moderator.instructions) : null,
    moderator_may_stay_silent: condition.moderator?.mayStaySilent ?? null,
    num_turns: condition.turns,
    history_ctx_len: condition.historyLength,
    turn_manager_type: fileName(condition.turnManager),
    respond_probability: condition.respondProbability,
    ...laterFields(condition),
    ...generationFields(condition.generation),
  };
  known.set(condition, fields);
  return fields;
}

/** A module counts with its name and content, wherever it lies. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Keys that came later are in the plan only where they are used: older plans keep their hashes. */
function laterFields(condition: Condition): Fields {
  const { factors, design, declaredHash, moderator, roles, mayStaySilent, turnManagerHash } = condition;
  return {
    ...Object.fromEntries(Object.entries(factors).map(([factor, level]) => [`factor_${factor}`, level])),
    ...(design !== 'paired' && { design }),
    ...(declaredHash !== undefined && { declared_sha256: declaredHash }),
    ...(moderator?.turns && { moderator_turns: JSON.stringify(moderator.turns) }),
    ...(mayStaySilent && { may_stay_silent: true }),
    ...(turnManagerHash !== undefined && { turn_manager_sha256: turnManagerHash }),
    ...Object.fromEntries(roles.flatMap(roleFields)),
  };
}

function roleFields({ name, instructions, mayStaySilent }: Role): [string, string | boolean][] {
  return [
    [`role_${name}_instructions_sha256`, sha256(instructions)],
    ...(mayStaySilent ? [[`role_${name}_may_stay_silent`, true] satisfies [string, boolean]] : []),
  ];
}

function generationFields(generation: Generation): Fields {
  const { sampling } = generation;
  return {
    model: generation.modelName,
    max_tokens: generation.maxTokens,
    ctx_width_tokens: generation.contextTokens,
    disallowed_strings: JSON.stringify(generation.disallowedStrings),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK ?? null,
    min_p: sampling.minP ?? null,
  };
}

const hashes = new WeakMap<object, string>();

function hashPersona(persona: Persona): string {
  return hashOnce(persona, () => JSON.stringify(persona.traits));
}

/** Personas, topics and designs are shared by many jobs: each is hashed once. */
function hashOnce(owner: object, text: () => string): string {
  const before = hashes.get(owner);
  if (before) return before;
  const hash = sha256(text());
  hashes.set(owner, hash);
  return hash;
}
