/** The library: discussions and annotations as a program. What the command line itself calls is in `syndisco/commands`. */
export { RefusedRequest } from './backends/backend.js';
export type { Backend, Completion, ModelIdentity, Request, Sampling } from './backends/backend.js';
export { SyndiscoError, exitCodeOf } from './errors.js';
export type { ErrorCode, Problem, Where } from './errors.js';
export type { Annotation as AnnotationDocument } from './generated/annotation.js';
export type { Discussion as DiscussionDocument } from './generated/discussion.js';
export { Actor, type ActorOptions, type ActorType } from './library/actor.js';
export { Annotation, type AnnotatedComment, type OneAnnotationOptions } from './library/annotation.js';
export { Discussion } from './library/discussion.js';
export { AnnotationExperiment, DiscussionExperiment } from './library/experiments.js';
export {
  BackendModel,
  LlamaCppModel,
  Model,
  OpenAiModel,
  ScriptedModel,
  TransformersModel,
  type BackendOptions,
  type LlamaCppOptions,
  type OpenAiOptions,
  type OwnBackend,
  type ScriptedOptions,
  type TransformersOptions,
} from './library/models.js';
export type {
  AnnotationExperimentOptions,
  AnnotationOptions,
  BeginAnnotationOptions,
  BeginOptions,
  BranchOptions,
  CastOptions,
  Comment,
  DiscussionExperimentOptions,
  DiscussionOptions,
  Interjection,
  ModeratorPolicy,
  NamedTopic,
  Progress,
  ReadingOptions,
  Topic,
} from './library/options.js';
export { Persona, type Traits } from './library/persona.js';
export { Results } from './library/results.js';
export { Mention, Random, RandomWeighted, RoundRobin, TurnManager } from './library/turn-managers.js';
