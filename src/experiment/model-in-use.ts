import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { loadKey } from '../plan/group-by-model.js';

/** An engine that hangs may keep its memory; the process ends all the same. */
const closeWithinMs = 5000;

/** The one model that is loaded. */
export interface ModelInUse {
  /** The loaded model if it is this one; otherwise that one is closed first. */
  load(model: ModelConfig): Promise<Backend>;
  /** Names of the models that were loaded, in order; one that was loaded twice stands there twice. */
  readonly loads: readonly string[];
  close(): Promise<void>;
}

/** Two models side by side rarely fit a GPU, so there is never more than one. */
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
