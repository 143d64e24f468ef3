import { loadBackend } from '../backends/load-backend.js';
import { SyndiscoError } from '../errors.js';
import { createLog, type Log } from '../log/create-log.js';
import { keepStatus, type StatusKeeper } from '../experiment/keep-status.js';
import type { RunPorts } from '../run/make-documents.js';
import { stopRequest, type StopRequest } from '../run/stop-request.js';
import { openRun } from '../store/open-run.js';
import type { RunStore, StoreLog } from '../store/run-store.js';
import { refuseLongPrompts } from '../experiment/check-prompts.js';
import type { Experiment } from './experiment.js';
import { locateChange } from '../experiment/locate-change.js';
import { oneModelAtATime } from '../experiment/model-in-use.js';
import { openOptions } from '../experiment/open-options.js';
import { rulesOf, type RunOptions } from './run-options.js';
import { showProgress, type ProgressDisplay } from './show-progress.js';
import { watchSignals, type SignalWatch } from './signals.js';

const graceMs = 20_000;
const statusEveryMs = 10_000;
const runAgain = 75;

interface Session {
  experiment: Experiment;
  options: RunOptions;
  log: Log;
  say: StoreLog;
  stop: StopRequest;
  signals: SignalWatch;
  display: ProgressDisplay;
}

/** Opens log, run directory and signal handlers around `work`, and closes them whatever happens. Returns the exit code. */
export async function withRun(
  experiment: Experiment,
  options: RunOptions,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const session = await openSession(experiment, options);
  const { log, say, signals, display } = session;
  try {
    for (const notice of experiment.notices) log.info(notice);
    const store = await openRun({
      ...openOptions(experiment),
      shard: rulesOf(options).shard,
      log: say,
    });
    try {
      return await workIn(store, session, work);
    } finally {
      await store.close();
    }
  } catch (thrown) {
    const error = locateChange(thrown, experiment.config);
    log.fatal(error instanceof SyndiscoError ? `${error.message} [${error.code}]` : String(error));
    throw error;
  } finally {
    display.end();
    signals.dispose();
    await log.close();
  }
}

async function openSession(experiment: Experiment, options: RunOptions): Promise<Session> {
  const log = await createLog(experiment.config.logging, { quiet: options.json === true });
  const stop = stopRequest(graceMs);
  const say: StoreLog = (level, text) => {
    log[level](text);
  };
  const display = showProgress((text) => {
    log.info(text);
  });
  const signals = watchSignals({
    stop,
    say: (text) => {
      log.warn(text);
    },
    sayStatus: () => {
      log.info(`status: ${display.describe()}`);
    },
  });
  return { experiment, options, log, say, stop, signals, display };
}

async function workIn(
  store: RunStore,
  { experiment, options, log, say, stop, signals, display }: Session,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const models = oneModelAtATime((model) => loadBackend(model, say));
  const now = (): Date => new Date();
  const status = keepStatus({ store, log, stop, now, everyMs: statusEveryMs });
  const timer = stopInTime(options.stopAfter, stop, say);
  let exitCode: number | null = null;
  try {
    const finished = await work({
      ...rulesOf(options),
      store,
      async loadBackend(model) {
        const backend = await models.load(model);
        refuseLongPrompts(experiment, model, backend);
        return backend;
      },
      loads: models.loads,
      log,
      stop,
      tell: tellBoth(display, status),
      now,
    });
    exitCode = signals.exitCode ?? finished;
    return exitCode;
  } catch (error) {
    if (error instanceof SyndiscoError) exitCode = error.exitCode;
    throw error;
  } finally {
    clearTimeout(timer);
    await models.close();
    await status.end(exitCode);
  }
}

function tellBoth(display: ProgressDisplay, status: StatusKeeper): RunPorts['tell'] {
  return (progress) => {
    display.tell(progress);
    status.tell(progress);
  };
}

/** Counted from the start of the process, because a cluster counts from there. */
function stopInTime(stopAfterMs: number | undefined, stop: StopRequest, say: StoreLog): NodeJS.Timeout | undefined {
  if (stopAfterMs === undefined) return undefined;
  const request = (): void => {
    say(
      'warn',
      `the time of --stop-after is over: turns that are being made may finish, then the run stops (exit ${runAgain})`,
    );
    stop.request();
  };
  return setTimeout(request, Math.max(0, stopAfterMs - performance.now())).unref();
}
