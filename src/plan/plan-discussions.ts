import type { DiscussionsConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { planGeneration } from './plan-generation.js';
import { discussionJobId } from './job-id.js';
import type { Condition, DiscussionJob } from './job.js';
import { drawWithoutReplacement, openStream } from './random-stream.js';

/**
 * The discussions of an experiment, in order. Topic, seats and opening authors are drawn from streams of
 * (seed, purpose, replicate), so that replicate r is the same set-up whatever else changes.
 */
export function planDiscussions(config: ExperimentConfig, inputs: Inputs): DiscussionJob[] {
  const { discussions } = config;
  if (!discussions) return [];
  const condition = describeCondition(config, discussions, inputs);
  const seats = discussions.participants === 'all' ? inputs.personas.length : discussions.participants;
  return Array.from({ length: discussions.replicates }, (_, place) => planDiscussion(place, seats, condition, inputs));
}

function planDiscussion(place: number, seats: number, condition: Condition, inputs: Inputs): DiscussionJob {
  const replicate = place + 1;
  const draw = (purpose: string) => openStream([condition.seed, purpose, replicate]);
  const topic = pick(inputs.topics, draw('topic').integer(inputs.topics.length));
  const drawn = drawWithoutReplacement(draw('seats'), inputs.personas.length, seats);
  const participants = drawn.map((index) => pick(inputs.personas, index));
  const authors = draw('opening');
  return {
    kind: 'discussion',
    id: discussionJobId(condition.name, replicate),
    place,
    condition,
    replicate,
    topic,
    participants,
    openingSeats: topic.openings.map(() => authors.integer(participants.length)),
  };
}

function describeCondition(config: ExperimentConfig, discussions: DiscussionsConfig, inputs: Inputs): Condition {
  const { moderator, turnTaking } = discussions;
  return {
    experiment: config.name,
    seed: config.seed,
    name: config.name,
    contextPrompt: discussions.contextPrompt,
    participantInstructions: inputs.participantInstructions,
    ...(moderator && {
      moderator: { name: 'moderator', attributes: moderator.attributes, instructions: inputs.moderatorInstructions },
    }),
    turns: turnTaking.turns,
    historyLength: turnTaking.historyLength,
    turnManager: turnTaking.manager,
    respondProbability: turnTaking.respondProbability,
    generation: planGeneration(config.model),
  };
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
  return item;
}
