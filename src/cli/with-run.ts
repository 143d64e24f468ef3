import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Backend } from '../backends/backend.js';
import { loadBackend } from '../backends/load-backend.js';
import { createLog } from '../log/create-log.js';
import { modelKey } from '../plan/model-key.js';
import type { RunPorts } from '../run/make-documents.js';
import { stopRequest } from '../run/stop-request.js';
import { openRun } from '../store/open-run.js';
import type { RunStore } from '../store/run-store.js';
import type { Experiment } from './experiment.js';
import { runFolders } from './run-folders.js';
import type { RunOptions } from './run-options.js';
import { showProgress } from './show-progress.js';
import { watchSignals } from './signals.js';
import { readVersion } from './version.js';

const graceMs = 20_000;

/** Opens log, run directory and signal handlers around `work`, and closes them whatever happens. Returns the exit code. */
export async function withRun(
  experiment: Experiment,
  options: RunOptions,
  work: (ports: RunPorts) => Promise<number>,
): Promise<number> {
  const { config, notices } = experiment;
  const log = await createLog(config.logging, { quiet: options.json === true });
  const stop = stopRequest(graceMs);
  const say = (level: 'info' | 'warn', text: string): void => {
    log[level](text);
  };
  const signals = watchSignals(stop, (text) => {
    say('warn', text);
  });
  const progress = showProgress((text) => {
    say('info', text);
  });
  const opened: { store?: RunStore; model?: string; backend?: Promise<Backend> } = {};
  try {
    for (const notice of notices) log.info(notice);
    const store = (opened.store = await openStore(experiment, options, say));
    const loadOnce = async (model = config.model): Promise<Backend> => {
      if (opened.model !== modelKey(model)) await (await opened.backend?.catch(() => undefined))?.close();
      else if (opened.backend) return opened.backend;
      opened.model = modelKey(model);
      return (opened.backend = loadBackend(model, say));
    };
    const ports = {
      store,
      loadBackend: loadOnce,
      log,
      stop,
      tell: progress.tell,
      now: () => new Date(),
      patienceMs: options.waitForDisk,
    };
    const exitCode = await work(ports);
    return signals.exitCode ?? exitCode;
  } finally {
    progress.end();
    signals.dispose();
    const backend = await opened.backend?.catch(() => undefined);
    await backend?.close();
    await opened.store?.close();
    await log.close();
  }
}

async function openStore(
  { config }: Experiment,
  options: RunOptions,
  log: (level: 'info' | 'warn', text: string) => void,
): Promise<RunStore> {
  return openRun({
    ...runFolders(config),
    identity: {
      experiment: config.name,
      seed: config.seed,
      tool_version: readVersion(),
      facts: { host: hostname(), node: process.version, engine: config.model.engine },
    },
    configText: await copyConfig(config.file, options.set),
    log,
  });
}

/** The config as written, and what the command line changed. */
async function copyConfig(file: string, overrides: readonly string[]): Promise<string> {
  const text = await readFile(file, 'utf8');
  return [text, ...overrides.map((override) => `# --set ${override}\n`)].join('');
}
