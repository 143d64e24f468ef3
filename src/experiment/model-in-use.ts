import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { loadKey } from '../plan/group-by-model.js';

/** A hanging engine must not keep the process from exiting; it may leave its memory unfreed. */
const closeWithinMs = 5000;

/** Holds at most one loaded model. */
export interface ModelInUse {
  /** Returns the loaded model if it is this one; otherwise closes it and loads this one. */
  load(model: ModelConfig): Promise<Backend>;
  /** Names of the models that were loaded, in order; a model loaded twice is listed twice. */
  readonly loads: readonly string[];
  close(): Promise<void>;
}

/** Loads one model at a time, because two rarely fit on a GPU together. */
export function oneModelAtATime(loadBackend: (model: ModelConfig) => Promise<Backend>): ModelInUse {
  let key: string | undefined;
  let loading: Promise<Backend> | undefined;
  const loads: string[] = [];
  return {
    loads,
    async load(model) {
      if (loading && key === loadKey(model)) return loading;
      await closeInTime(loading);
      key = loadKey(model);
      loads.push(model.name);
      loading = loadBackend(model);
      return loading;
    },
    close: () => closeInTime(loading),
  };
}

async function closeInTime(loading: Promise<Backend> | undefined): Promise<void> {
  const closing = loading?.then((backend) => backend.close()).catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeWithinMs)));
  await Promise.race([closing, patience]);
  clearTimeout(timer);
}
