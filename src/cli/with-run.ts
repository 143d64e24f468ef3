import type { Backend } from '../backends/backend.js';
import { loadBackend } from '../backends/load-backend.js';
import { createLog } from '../log/create-log.js';
import type { RunPorts } from '../run/make-documents.js';
import { stopRequest } from '../run/stop-request.js';
import { openRun } from '../store/open-run.js';
import type { RunStore } from '../store/run-store.js';
import type { CommonOptions, Experiment } from './experiment.js';
import { showProgress } from './show-progress.js';
import { watchSignals } from './signals.js';

const graceMs = 20_000;

/** Opens the run directory, log and signal handlers around `work`, and closes them whatever happens. */
export async function withRun(
  { config, notices }: Experiment,
  options: CommonOptions,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const log = await createLog(config.logging, { quiet: options.json === true });
  const stop = stopRequest(graceMs);
  const signals = watchSignals(stop, (text) => {
    log.warn(text);
  });
  const progress = showProgress((text) => {
    log.info(text);
  });
  let store: RunStore | undefined;
  let backend: Promise<Backend> | undefined;
  try {
    for (const notice of notices) log.info(notice);
    store = await openRun(describeRun(config, log));
    const loadOnce = (): Promise<Backend> => (backend ??= loadBackend(config.model, (level, text) => { log[level](text); }));
    const exitCode = await work({ store, loadBackend: loadOnce, log, stop, tell: progress.tell, now: () => new Date() });
    return signals.exitCode ?? exitCode;
  } finally {
    progress.end();
    signals.dispose();
    await (await backend?.catch(() => undefined))?.close();
    await store?.close();
    await log.close();
  }
}
