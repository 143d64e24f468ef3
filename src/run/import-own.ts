import { deepFreeze } from '../deep-freeze.js';
import { importOwnModule } from '../own-modules.js';

/** What a user's module exports, by name. Throws what `invalid` makes of the reason why it cannot be loaded. */
export async function importOwn(
  file: string,
  invalid: (fault: string, cause: unknown) => Error,
): Promise<Readonly<Record<string, unknown>>> {
  const loaded: unknown = await importOwnModule(file).catch((cause: unknown) => {
    throw invalid(`it cannot be loaded: ${String(cause)}`, cause);
  });
  return { ...(typeof loaded === 'object' ? loaded : {}) };
}

/** What a user's function may read: a change of it throws, and would otherwise change what the rest of the run reads. */
export function frozenCopy<T>(value: T): T {
  return deepFreeze(structuredClone(value));
}
