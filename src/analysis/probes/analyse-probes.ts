import { consistencyOfPairs, type Consistency } from './consistency.js';
import type { Resampling } from './mean-of-answers.js';
import { opinionChanges, type OpinionChange, type UnshownChange } from './opinion-change.js';
import { opinionCurves, type ProbeCurves } from './opinion-curves.js';
import { opinionsOverTime, type OpinionAtTime } from './opinions-over-time.js';
import type { ProbedDiscussion } from './probed-discussion.js';

/** What the participants answered in private. */
export interface ProbeAnalysis {
  opinions: readonly OpinionAtTime[];
  curves: readonly ProbeCurves[];
  changes: readonly OpinionChange[];
  unshown: readonly UnshownChange[];
  consistency: readonly Consistency[];
}

export function analyseProbes(discussions: readonly ProbedDiscussion[], resampling: Resampling): ProbeAnalysis {
  const byCondition = new Map<string, ProbedDiscussion[]>();
  for (const discussion of discussions)
    byCondition.set(discussion.condition, [...(byCondition.get(discussion.condition) ?? []), discussion]);
  return {
    opinions: opinionsOverTime(byCondition, resampling),
    curves: opinionCurves(byCondition),
    ...opinionChanges(byCondition, resampling),
    consistency: consistencyOfPairs(discussions, resampling),
  };
}
