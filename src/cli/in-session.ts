import type { Outcome } from '../experiment/actions.js';
import { openNotifier, type Notifier } from '../experiment/notify/open-notifier.js';
import type { Experiment } from '../experiment/open-experiment.js';
import { openSession, type Session, type SessionOptions } from '../experiment/session.js';
import { describeStatus } from '../experiment/status/describe-status.js';
import type { RunPorts } from '../run/make-documents.js';
import { sayWarning } from './common-options.js';
import { openDisplay } from './progress/show-progress.js';
import { rulesOf, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';
import { watchSignals } from './signals.js';

const someFailed = 1;
const runAgain = 75;

interface Further extends Pick<SessionOptions, 'loadBackend'> {
  /** Of the whole command, if it works in several sessions. */
  notifier?: Notifier;
  isLast?: boolean;
}

/**
 * Runs `act` with signal handling, progress display and the time limit, and shows its outcome. Returns the exit code,
 * which is what `act` returns if it shows its result by itself.
 */
export async function inSession(
  experiment: Experiment,
  options: RunOptions,
  act: (ports: RunPorts) => Promise<Outcome | number>,
  { loadBackend, notifier = openNotifier(experiment.config, sayWarning), isLast = true }: Further = {},
): Promise<number> {
  const display = await openDisplay();
  const { terminal } = display;
  const { json: isQuiet = false, maxTokensTotal: maxTokens } = options;
  const session = await openSession(experiment, {
    rules: rulesOf(options),
    isQuiet,
    ...(terminal && { terminal }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(loadBackend && { loadBackend }),
    stoppedByQuality: (why) => {
      notifier.stoppedByQuality(why);
    },
  });
  const { log, stop } = session;
  display.follow(session);
  const signals = watchSignals({
    stop,
    say: (text) => {
      log.warn(text);
    },
    sayStatus: () => {
      log.info(`status: ${describeStatus(session.status())}`);
    },
  });
  const unfollow = notifier.follow(session, experiment.config);
  const timer = stopInTime(options.stopAfter, session);
  try {
    const exitCode = await session.run(async (ports) => {
      const outcome = await act(ports);
      display.end();
      const finished = typeof outcome === 'number' ? outcome : await showOutcome(outcome, options);
      return signals.exitCode ?? finished;
    });
    if (isLast || exitCode > someFailed) await notifier.end({ exitCode });
    return exitCode;
  } catch (error) {
    await notifier.end({ error });
    throw error;
  } finally {
    unfollow();
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
    stop.request('the time given by --stop-after has passed');
  };
  return setTimeout(request, Math.max(0, stopAfterMs - performance.now())).unref();
}
