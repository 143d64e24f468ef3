import type { Step } from '../experiment/steps.js';
import { inSession } from './in-session.js';
import type { RunOptions } from './run-options.js';

const someFailed = 1;

/** Takes the steps in order, each in a session of its own, until one does not finish. Returns the exit code. */
export async function inSteps(steps: readonly Step[], options: RunOptions): Promise<number> {
  let exitCode = 0;
  for (const { open, act } of steps) {
    const experiment = await open();
    const finished = await inSession(experiment, options, (ports) => act(experiment, ports));
    if (finished > someFailed) return finished;
    exitCode = Math.max(exitCode, finished);
  }
  return exitCode;
}
