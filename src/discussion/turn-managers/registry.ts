import type { Condition } from '../../plan/job.js';
import { random } from './random.js';
import { randomWeighted } from './random-weighted.js';
import { roundRobin } from './round-robin.js';
import type { TurnManager } from './turn-manager.js';

/** Every `turn_manager_type`. */
export const turnManagers: Record<Condition['turnManager'], TurnManager> = {
  round_robin: roundRobin,
  random_weighted: randomWeighted,
  random,
};
