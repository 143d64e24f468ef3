import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { SyndiscoError } from '../errors.js';
import { createLog, type Log } from '../log/create-log.js';
import type { RunPorts } from '../run/make-documents.js';
import type { ProgressListener } from '../run/progress.js';
import type { RunRules } from '../run/run-rules.js';
import { stopRequest, type StopRequest } from '../run/stop-request.js';
import { openRun } from '../store/open-run.js';
import type { RunStore, StoreLog } from '../store/run-store.js';
import { refuseHiddenReplies, refuseLongPrompts, refuseMissingScores, warnOfStops } from './check-prompts.js';
import { keepStatus } from './keep-status.js';
import { explainRefusal } from './explain-refusal.js';
import { loadModelOf } from './load-model-of.js';
import { openModelsInUse } from './models-in-use.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';
import { refuseLinksOut } from './refuse-links-out.js';
import { requireRoom } from './require-room.js';
import { ownLayouts } from './own-layouts.js';

const graceMs = 20_000;
const statusEveryMs = 10_000;

export interface SessionOptions {
  rules: RunRules;
  /** Prints nothing, regardless of the config. */
  isQuiet?: boolean;
  /** Opens another store than the run directory. */
  openStore?: () => RunStore;
  /** In place of the engine that the model's config names. */
  loadBackend?: (model: ModelConfig) => Promise<Backend>;
}

/** Work on a run directory: its log, store, models, status, and stop request. */
export interface Session {
  readonly log: Log;
  readonly stop: StopRequest;
  /** Adds a listener for all progress from now on. */
  listen(listener: ProgressListener): void;
  /** Opens the run directory for `work`. Its result is the exit code, which status.json records. */
  run(work: (ports: RunPorts) => Promise<number>): Promise<number>;
  /** Flushes the log. */
  close(): Promise<void>;
}

export async function openSession(experiment: Experiment, options: SessionOptions): Promise<Session> {
  await refuseLinksOut(experiment.config);
  const log = await createLog(experiment.config.logging, { quiet: options.isQuiet === true });
  const stop = stopRequest(graceMs);
  const listeners: ProgressListener[] = [];
  const opened = { experiment, options, log, stop, listeners };
  return {
    log,
    stop,
    listen: (listener) => {
      listeners.push(listener);
    },
    run: (work) => runIn(opened, work),
    close: () => log.close(),
  };
}

interface OpenedSession {
  experiment: Experiment;
  options: SessionOptions;
  log: Log;
  stop: StopRequest;
  listeners: readonly ProgressListener[];
}

async function runIn(session: OpenedSession, work: (ports: RunPorts) => Promise<number>): Promise<number> {
  const { experiment, options, log, stop } = session;
  try {
    for (const notice of experiment.notices) log.info(notice);
    const { shard } = options.rules;
    const store =
      options.openStore?.() ??
      (await openRun({
        ...openOptions(experiment),
        shard,
        log: sayTo(log),
        isStopped: () => stop.requested,
      }));
    try {
      return await workIn(store, session, work);
    } finally {
      await store.close();
    }
  } catch (thrown) {
    const error = await explainRefusal(thrown, experiment);
    log.fatal(error instanceof SyndiscoError ? `${error.message} [${error.code}]` : String(error));
    throw error;
  }
}

async function workIn(
  store: RunStore,
  { experiment, options, log, stop, listeners }: OpenedSession,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const models = options.loadBackend
    ? openModelsInUse(options.loadBackend)
    : openModelsInUse(loadModelOf(experiment.config, sayTo(log)), requireRoom);
  const now = (): Date => new Date();
  const status = keepStatus({ store, log, stop, set: experiment.config.annotationSet, now, everyMs: statusEveryMs });
  let exitCode: number | null = null;
  try {
    exitCode = await work({
      ...options.rules,
      store,
      async loadBackend(model, group) {
        const loaded = { model, own: await ownLayouts(experiment.config), backend: await models.load(model, group) };
        refuseLongPrompts(experiment, loaded);
        await refuseHiddenReplies(experiment, loaded);
        warnOfStops(experiment, loaded, (text) => {
          log.warn(text);
        });
        await refuseMissingScores(experiment, loaded);
        return loaded.backend;
      },
      loads: models.loads,
      loaded: models.loaded,
      log,
      stop,
      tell: (progress) => {
        for (const tell of [...listeners, status.tell]) tell(progress);
      },
      now,
    });
    return exitCode;
  } catch (error) {
    if (error instanceof SyndiscoError) exitCode = error.exitCode;
    throw error;
  } finally {
    await models.close();
    await status.end(exitCode);
  }
}

function sayTo(log: Log): StoreLog {
  return (level, text) => {
    log[level](text);
  };
}
