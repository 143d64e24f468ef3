import { relative } from 'node:path';
import type { Backend } from '../backends/backend.js';
import type { BackendLog } from '../backends/backend-log.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { SyndiscoError } from '../errors.js';
import type { Calibration } from '../generated/calibration.js';
import { createLog, type Log } from '../log/create-log.js';
import type { Terminal } from '../log/terminal-transport.js';
import type { RunPorts } from '../run/make-documents.js';
import type { Status } from '../generated/status.js';
import type { ProgressListener } from '../run/progress.js';
import type { RunRules } from '../run/run-rules.js';
import { stopRequest, type StopRequest } from '../run/stop-request.js';
import { tellCeiling, tokenBudget, type TokenBudget } from '../run/token-budget.js';
import { openRun } from '../store/open-run.js';
import type { RunStore, StoreLog } from '../store/run-store.js';
import { refuseHiddenReplies, refuseLongPrompts, refuseMissingScores, warnOfStops } from './check-prompts.js';
import { explainRefusal } from './explain-refusal.js';
import { loadModelOf } from './load-model-of.js';
import { openModelsInUse, type ModelsInUse } from './models-in-use.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';
import { refuseLinksOut } from './refuse-links-out.js';
import { requireRoom } from './require-room.js';
import { runFolders } from './run-folders.js';
import { ownLayouts } from './own-layouts.js';
import { keepStatus } from './status/keep-status.js';
import { usualStallSeconds } from './status/stalled-seconds.js';
import { tellBusy } from './status/tell-busy.js';
import { watchRun, type RunWatch } from './status/watch-run.js';
import { knownCalibrations } from './time-run.js';
import { countTokens } from './count-tokens.js';

const graceMs = 20_000;
const statusEveryMs = 10_000;

export interface SessionOptions {
  rules: RunRules;
  /** Prints nothing, regardless of the config. */
  isQuiet?: boolean;
  /** Where the log is shown, if it is not standard error itself. */
  terminal?: Terminal;
  /** A ceiling on the tokens, read and generated, of the whole run so far. */
  maxTokens?: number;
  /** Called when the quality gate stops a model. */
  stoppedByQuality?: (why: string) => void;
  /** Opens another store than the run directory. */
  openStore?: () => RunStore;
  /** In place of the engine that the model's config names. */
  loadBackend?: (model: ModelConfig) => Promise<Backend>;
}

/** Work on a run directory: its log, store, models, status, and stop request. */
export interface Session {
  readonly log: Log;
  readonly stop: StopRequest;
  /** How the run stands at this moment. */
  status(): Status;
  /** Adds a listener for all progress from now on. */
  listen(listener: ProgressListener): void;
  /** Opens the run directory for `work`. Its result is the exit code, which status.json records. */
  run(work: (ports: RunPorts) => Promise<number>): Promise<number>;
  /** Flushes the log. */
  close(): Promise<void>;
}

export async function openSession(experiment: Experiment, options: SessionOptions): Promise<Session> {
  await refuseLinksOut(experiment.config);
  const { logging, notify, annotationSet: set } = experiment.config;
  const { rules, isQuiet: quiet = false, terminal } = options;
  const stop = stopRequest(graceMs);
  const inUse: InUse = { models: undefined, calibrations: new Map(), budget: undefined };
  const watch = watchRun({
    set,
    folders: relativeFolders(experiment.config),
    shard: rules.shard.count === 1 ? undefined : `${rules.shard.index}/${rules.shard.count}`,
    stop,
    calibrations: () => inUse.calibrations,
    budget: () => inUse.budget,
    stalledAfterS: notify?.stalledAfterS ?? usualStallSeconds,
    troubles: () => inUse.models?.troubles() ?? [],
    now: () => new Date(),
  });
  const log = heardBy(watch, await createLog(logging, { quiet, ...(terminal && { terminal }) }));
  const listeners: ProgressListener[] = [];
  const opened = { experiment, options, log, stop, listeners, watch, inUse };
  return {
    log,
    stop,
    status: () => watch.now(),
    listen: (listener) => {
      listeners.push(listener);
    },
    run: (work) => runIn(opened, work),
    close: () => log.close(),
  };
}

/** So that `status` finds them from the run directory alone, wherever that is mounted. */
function relativeFolders(config: Experiment['config']): Pick<Status, 'discussions_dir' | 'annotations_dir'> {
  const { dir, discussionsDir, annotationsDir } = runFolders(config);
  return { discussions_dir: relative(dir, discussionsDir), annotations_dir: relative(dir, annotationsDir) };
}

/** What a session opens for its work. */
interface InUse {
  models: ModelsInUse | undefined;
  /** By the model's name. */
  calibrations: ReadonlyMap<string, Calibration>;
  budget: TokenBudget | undefined;
}

interface OpenedSession {
  experiment: Experiment;
  options: SessionOptions;
  log: Log;
  stop: StopRequest;
  listeners: readonly ProgressListener[];
  watch: RunWatch;
  inUse: InUse;
}

function heardBy(watch: RunWatch, log: Log): Log {
  const heard = (level: 'warn' | 'error') => (text: string, job?: string) => {
    watch.warned(text, job);
    log[level](text, job);
  };
  const urgent = (text: string): void => {
    watch.warned(text, undefined);
    log.urgent(text);
  };
  return { ...log, warn: heard('warn'), error: heard('error'), urgent };
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
    const error = await tellBusy(await explainRefusal(thrown, experiment), experiment.config);
    log.fatal(error instanceof SyndiscoError ? `${error.message} [${error.code}]` : String(error));
    throw error;
  }
}

async function workIn(
  store: RunStore,
  { experiment, options, log, stop, listeners, watch, inUse }: OpenedSession,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const models = options.loadBackend
    ? openModelsInUse(options.loadBackend)
    : openModelsInUse(loadModelOf(experiment.config, sayTo(log)), requireRoom);
  const { stoppedByQuality } = options;
  const now = (): Date => new Date();
  inUse.models = models;
  const status = keepStatus({ watch, store, log, everyMs: statusEveryMs });
  let exitCode: number | null = null;
  let failure: unknown;
  try {
    await prepare(inUse, experiment, { options, stop, log });
    exitCode = await work({
      ...options.rules,
      store,
      ...(inUse.budget && { budget: inUse.budget }),
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
        for (const tell of [...listeners, watch.tell]) tell(progress);
      },
      ...(stoppedByQuality && { stoppedByQuality }),
      now,
    });
    return exitCode;
  } catch (error) {
    failure = error;
    if (error instanceof SyndiscoError) exitCode = error.exitCode;
    throw error;
  } finally {
    await models.close();
    await status.end(exitCode, failure);
  }
}

/** Reads what the pace is compared with and, if there is a ceiling, what the run has taken so far. */
async function prepare(
  inUse: InUse,
  experiment: Experiment,
  { options, stop, log }: Pick<OpenedSession, 'options' | 'stop' | 'log'>,
): Promise<void> {
  const calibrations = await knownCalibrations(experiment);
  inUse.calibrations = new Map(Array.from(calibrations.values(), (one) => [one.model, one]));
  if (options.maxTokens === undefined) return;
  const used = await countTokens(experiment.config);
  inUse.budget = tokenBudget(options.maxTokens, used);
  if (used < options.maxTokens) return;
  const why = tellCeiling(inUse.budget);
  log.warn(why);
  stop.request(why);
}

function sayTo(log: Log): StoreLog & BackendLog {
  return (level: 'debug' | 'info' | 'warn' | 'urgent', text: string, job?: string) => {
    log[level](text, job);
  };
}
