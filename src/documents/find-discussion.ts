import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Discussion } from '../generated/discussion.js';
import { discussionKind } from './document-kinds.js';
import { parseForeignJson } from '../parse-foreign-json.js';

const filesTried = 20;
/** More than a discussion of hundreds of long comments. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The first discussion of an experiment in a folder, by name, for display; undefined if none is found soon. Other files
 * (of the original, broken ones, folders) are skipped silently: they are not errors here.
 */
export async function findDiscussion(dir: string, experiment: string): Promise<Discussion | undefined> {
  const names = await readdir(dir).catch(() => []);
  const candidates = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  for (const name of candidates.slice(0, filesTried)) {
    const value = await readValue(join(dir, name));
    if (discussionKind.ours()(value) && value.experiment === experiment) return value;
  }
  return undefined;
}

/** Undefined if the file cannot be read as JSON. */
async function readValue(file: string): Promise<unknown> {
  try {
    const stats = await stat(file); // reading a pipe would block
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    return parseForeignJson(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
