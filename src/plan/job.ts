import type { Persona, Topic } from '../inputs/input-types.js';
import type { PlanLine } from '../generated/plan-line.js';

/** How texts are made: shared by every job of a condition. */
export interface Generation {
  modelName: string;
  maxTokens: number;
  contextTokens: number;
  disallowedStrings: readonly string[];
  sampling: { temperature: number; topP: number; topK?: number; minP?: number };
}

/** One cell of the design: everything that all its discussions have in common. */
export interface Condition {
  experiment: string;
  seed: number;
  name: string;
  contextPrompt: string;
  participantInstructions: string;
  moderator?: { name: string; attributes: readonly string[]; instructions: string };
  turns: number;
  historyLength: number;
  turnManager: 'round_robin' | 'random_weighted' | 'random';
  respondProbability: number;
  generation: Generation;
}

/** One discussion to make. */
export interface DiscussionJob {
  kind: 'discussion';
  id: string;
  /** Place in the plan, from 0: the order in which jobs are admitted and requests are served. */
  place: number;
  condition: Condition;
  replicate: number;
  topic: Topic;
  /** In seating order. */
  participants: readonly Persona[];
  /** The seat that posts each of the topic's openings. */
  openingSeats: readonly number[];
}

/** What all annotation jobs of an experiment have in common. */
export interface AnnotationDesign {
  experiment: string;
  seed: number;
  contextPrompt: string;
  instructions: string;
  historyLength: number;
  includeModeratorComments: boolean;
  generation: Generation;
}

/** One annotator's reading of one discussion. */
export interface AnnotationJob {
  kind: 'annotation';
  id: string;
  place: number;
  design: AnnotationDesign;
  discussionId: string;
  annotator: Persona;
  repeat: number;
}

export type Job = DiscussionJob | AnnotationJob;

export type { PlanLine };
