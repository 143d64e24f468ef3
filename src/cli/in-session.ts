import type { Experiment } from '../experiment/open-experiment.js';
import { openSession, type Session, type SessionOptions } from '../experiment/session.js';
import type { RunPorts } from '../run/make-documents.js';
import { rulesOf, type RunOptions } from './run-options.js';
import { showProgress } from './show-progress.js';
import { watchSignals } from './signals.js';

const runAgain = 75;

/** Runs `work` with signal handling, progress display and the time limit. Returns the exit code. */
export async function inSession(
  experiment: Experiment,
  options: RunOptions,
  work: (ports: RunPorts) => Promise<number>,
  { loadBackend }: Pick<SessionOptions, 'loadBackend'> = {},
): Promise<number> {
  const session = await openSession(experiment, {
    rules: rulesOf(options),
    isQuiet: options.json === true,
    ...(loadBackend && { loadBackend }),
  });
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

/** Counted from the start of the process, as a cluster counts its time limit. */
function stopInTime(stopAfterMs: number | undefined, { log, stop }: Session): NodeJS.Timeout | undefined {
  if (stopAfterMs === undefined) return undefined;
  const request = (): void => {
    log.warn(
      `the time given by --stop-after has passed: waiting for the current turns, then stopping (exit code ${runAgain})`,
    );
    stop.request();
  };
  return setTimeout(request, Math.max(0, stopAfterMs - performance.now())).unref();
}
