import type { Experiment } from '../experiment/open-experiment.js';
import { openNotifier, type Notifier } from '../experiment/notify/open-notifier.js';
import type { Step } from '../experiment/steps.js';
import { sayWarning } from './common-options.js';
import { inSession } from './in-session.js';
import type { RunOptions } from './run-options.js';

const someFailed = 1;

/** Takes the steps in order, each in a session of its own, until one does not finish. Returns the exit code. */
export async function inSteps(steps: readonly Step[], options: RunOptions): Promise<number> {
  let exitCode = 0;
  let notifier: Notifier | undefined;
  for (const step of steps) {
    const experiment = await open(step, notifier);
    notifier ??= openNotifier(experiment.config, sayWarning);
    const further = { notifier, isLast: step === steps.at(-1) };
    const finished = await inSession(experiment, options, (ports) => step.act(experiment, ports), further);
    if (finished > someFailed) return finished;
    exitCode = Math.max(exitCode, finished);
  }
  return exitCode;
}

/** What a later step finds wrong ends a run that has worked for days. */
async function open(step: Step, notifier: Notifier | undefined): Promise<Experiment> {
  try {
    return await step.open();
  } catch (error) {
    await notifier?.end({ error });
    throw error;
  }
}
