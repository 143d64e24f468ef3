import type { Experiment } from '../experiment/open-experiment.js';
import { openSession, type Session } from '../experiment/session.js';
import type { RunPorts } from '../run/make-documents.js';
import { rulesOf, type RunOptions } from './run-options.js';
import { showProgress } from './show-progress.js';
import { watchSignals } from './signals.js';

const runAgain = 75;

/** Runs `work` with signals, progress and time limit attached to it. Returns the exit code. */
export async function inSession(
  experiment: Experiment,
  options: RunOptions,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const session = await openSession(experiment, { rules: rulesOf(options), isQuiet: options.json === true });
  const { log, stop } = session;
  const display = showProgress((text) => {
    log.info(text);
  });
  session.listen(display.tell);
  const signals = watchSignals({
    stop,
    say: (text) => {
      log.warn(text);
    },
    sayStatus: () => {
      log.info(`status: ${display.describe()}`);
    },
  });
  const timer = stopInTime(options.stopAfter, session);
  try {
    return await session.run(async (ports) => {
      const finished = await work(ports);
      return signals.exitCode ?? finished;
    });
  } finally {
    clearTimeout(timer);
    display.end();
    signals.dispose();
    await session.close();
  }
}

/** Counted from the start of the process, because a cluster counts from there. */
function stopInTime(stopAfterMs: number | undefined, { log, stop }: Session): NodeJS.Timeout | undefined {
  if (stopAfterMs === undefined) return undefined;
  const request = (): void => {
    log.warn(
      `the time of --stop-after is over: turns that are being made may finish, then the run stops (exit ${runAgain})`,
    );
    stop.request();
  };
  return setTimeout(request, Math.max(0, stopAfterMs - performance.now())).unref();
}
