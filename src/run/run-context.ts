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

/** The part of the log that the run needs. */
export interface RunLog {
  error(text: string, job?: string): void;
  warn(text: string, job?: string): void;
  info(text: string, job?: string): void;
  debug(text: string, job?: string): void;
}
