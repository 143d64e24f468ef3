import type { RunLog } from './run-log.js';
import type { Backend } from '../backends/backend.js';
import type { RunStore } from '../store/run-store.js';
import type { ProgressTracker } from './progress.js';
import type { LabelWatch } from './watch-labels.js';
import type { ReplyRoom } from './watch-reply-room.js';
import type { TokenBudget } from './token-budget.js';
import type { RunRules } from './run-rules.js';
import type { StopRequest } from './stop-request.js';

/** What all jobs of a run share. */
export interface RunContext {
  store: RunStore;
  /** Those of the models that the jobs need, by load key. */
  backends: ReadonlyMap<string, Backend>;
  log: RunLog;
  stop: StopRequest;
  progress: ProgressTracker;
  replyRoom: ReplyRoom;
  labels: LabelWatch;
  /** A ceiling on tokens, if there is one. */
  budget: TokenBudget | undefined;
  now: () => Date;
  rules: RunRules;
}
