import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Discussion } from '../generated/discussion.js';
import { discussionKind } from './document-kinds.js';

const filesTried = 20;
/** A discussion of hundreds of long comments has less. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The first discussion of an experiment in a folder, by name, for showing; undefined where none is found soon. What else
 * lies there (files of the original, broken files, folders) is passed over without a word: it is nobody's mistake here.
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

/** Undefined for what cannot be read as JSON. */
async function readValue(file: string): Promise<unknown> {
  try {
    const stats = await stat(file); // a pipe would be waited for
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
