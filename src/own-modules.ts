import { pathToFileURL } from 'node:url';

const imported: string[] = [];

/** Imports a user's module: an engine, a turn manager, a prompt layout, a detector. */
export async function importOwnModule(file: string): Promise<unknown> {
  if (!imported.includes(file)) imported.push(file);
  return import(pathToFileURL(file).href);
}

/** The user's modules of this process. Any of them may throw at any time. */
export function ownModules(): readonly string[] {
  return imported;
}
