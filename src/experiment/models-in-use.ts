import type { Backend, ServerTrouble } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { loadKey } from '../plan/group-by-model.js';

/** A hanging engine must not keep the process from exiting; it may leave its memory unfreed. */
const closeWithinMs = 5000;

/** Holds the models that are needed at the same time. */
export interface ModelsInUse {
  /**
   * Returns the model. If it is not loaded, first closes those that are not in its group, by default itself alone: what is
   * in memory already takes no room from anything that is too.
   */
  load(model: ModelConfig, group?: readonly ModelConfig[]): Promise<Backend>;
  /** Names of the models that were loaded, in order; a model loaded twice is listed twice. */
  readonly loads: readonly string[];
  /** The load keys of those in memory. */
  loaded: () => ReadonlySet<string>;
  /** Servers of these models that do not answer at present. */
  troubles: () => readonly ServerTrouble[];
  close(): Promise<void>;
}

/**
 * Loads no more models than are needed together, because they rarely all fit on a GPU. `requireRoom` is asked before
 * several are loaded together, with those that are not loaded yet and those that are; it throws if they do not fit.
 */
export function openModelsInUse(
  loadBackend: (model: ModelConfig) => Promise<Backend>,
  requireRoom: (missing: readonly ModelConfig[], kept: readonly ModelConfig[]) => Promise<void> = fitsAlways,
): ModelsInUse {
  const open = new Map<string, Promise<Backend>>();
  const loads: string[] = [];
  const ready = new Map<string, Backend>();
  return {
    loads,
    loaded: () => new Set(open.keys()),
    async load(model, group = [model]) {
      const known = open.get(loadKey(model));
      if (known) return known;
      const wanted = new Map([...group, model].map((one) => [loadKey(one), one]));
      await closeAll([...open.keys()].filter((key) => !wanted.has(key)));
      const missing = [...wanted].filter(([key]) => !open.has(key)).map(([, one]) => one);
      const kept = [...wanted.values()].filter((one) => !missing.includes(one));
      if (wanted.size > 1) await requireRoom(missing, kept);
      loads.push(model.name);
      const loading = loadBackend(model);
      open.set(loadKey(model), loading);
      const backend = await loading;
      ready.set(loadKey(model), backend);
      return backend;
    },
    troubles: () => Array.from(ready.values(), (backend) => backend.troubles?.() ?? []).flat(),
    close: () => closeAll([...open.keys()]),
  };

  async function closeAll(keys: readonly string[]): Promise<void> {
    const closing = keys.map((key) => open.get(key));
    for (const key of keys) {
      open.delete(key);
      ready.delete(key);
    }
    await Promise.all(closing.map(closeInTime));
  }
}

function fitsAlways(): Promise<void> {
  return Promise.resolve();
}

async function closeInTime(loading: Promise<Backend> | undefined): Promise<void> {
  const closing = loading?.then((backend) => backend.close()).catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeWithinMs)));
  await Promise.race([closing, patience]);
  clearTimeout(timer);
}
