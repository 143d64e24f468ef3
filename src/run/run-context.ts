import type { RunLog } from './run-log.js';
import type { Backend } from '../backends/backend.js';
import type { RunStore } from '../store/run-store.js';
import type { ProgressTracker } from './progress.js';
import type { ReplyRoom } from './watch-reply-room.js';
import type { RunRules } from './run-rules.js';
import type { StopRequest } from './stop-request.js';

/** What every job of a run works with. */
export interface RunContext {
  store: RunStore;
  backend: Backend;
  log: RunLog;
  stop: StopRequest;
  progress: ProgressTracker;
  replyRoom: ReplyRoom;
  now: () => Date;
  rules: RunRules;
}
