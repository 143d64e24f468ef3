import type { DiscussionInputs } from '../../inputs/input-types.js';
import { dealBalanced } from './deal-balanced.js';
import type { Pools, Setup } from './setup.js';
import type { Condition } from '../job.js';
import { drawWithoutReplacement } from '../../random-stream.js';
import { setupStream } from './setup-stream.js';

/**
 * Topics and participants of the replicates of a condition, in order. Adding replicates does not change the first ones.
 */
export function drawSetups(condition: Condition, pools: Pools, replicates: number): Setup[] {
  if (condition.design === 'balanced') return dealBalanced(condition, pools, replicates);
  return Array.from({ length: replicates }, (_, place) => drawSetup(condition, pools, place + 1));
}

function drawSetup(condition: Condition, { seats, topics, personas }: Pools, replicate: number): Setup {
  return {
    replicate,
    topic: setupStream(condition, 'topic', replicate).integer(topics),
    personas: drawWithoutReplacement(setupStream(condition, 'seats', replicate), personas, seats),
  };
}

export function poolsOf(inputs: DiscussionInputs, seats: number): Pools {
  return { seats, topics: inputs.topics.length, personas: inputs.personas.length };
}
