import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readWhole } from '../documents/read-whole.js';
import type { ExportFilter } from './filter-dataset.js';
import { parseForeignJson } from '../parse-foreign-json.js';

/** What an export selects; empty if it takes all. The same words mean the same selection, however the study grows. */
export function describeFilter({ conditions = [], roles = [], status, since }: ExportFilter): string {
  return [
    ...conditions.toSorted().map((name) => `condition ${name}`),
    ...roles.toSorted().map((name) => `role ${name}`),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(since ? [`finished or annotated since ${since.toISOString()}`] : []),
  ].join(', ');
}

export function selectionNote(selection: string, { all, kept }: { all: number; kept: number }): string {
  const rest = `${all - kept} of ${all} discussions ${all - kept === 1 ? 'is' : 'are'} left out`;
  return `Only a selection: ${selection}; ${rest}.`;
}

export function othersNote(files: readonly string[]): string {
  return `files of an earlier export with another selection lie beside these: ${files.join(', ')}; export these formats, too, or delete them`;
}

/** A folder's files of one data set. */
interface Folder {
  /** Its data package, which says what the last export selected. */
  dataPackage: string;
  /** All files that exports write there, in any format. */
  known: readonly string[];
  /** Those that are written now. */
  written: readonly string[];
}

/**
 * Files of earlier exports with another selection, which stay beside those written now. They are not deleted, because
 * somebody may need them. Each data package passes on what the one before it has found.
 */
export async function filesOfOtherSelections({ dataPackage, known, written }: Folder, now: string): Promise<string[]> {
  const last = await readSelection(dataPackage);
  const names = last.selection === now ? last.others : known.map((file) => basename(file));
  const files = names.map((name) => join(dirname(dataPackage), name)).filter((file) => !written.includes(file));
  const exist = await Promise.all(
    files.map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.flatMap((file, index) => (exist[index] ? [basename(file)] : []));
}

async function readSelection(dataPackage: string): Promise<{ selection: string; others: string[] }> {
  const none = { selection: '', others: [] };
  try {
    const found = parseForeignJson((await readWhole(dataPackage)).toString('utf8'));
    if (typeof found !== 'object' || found === null) return none;
    const selection = 'selection' in found && typeof found.selection === 'string' ? found.selection : '';
    const others = 'other_selections' in found && Array.isArray(found.other_selections) ? found.other_selections : [];
    return { selection, others: others.filter((name) => typeof name === 'string') };
  } catch {
    return none; // there is none yet, or it is not ours
  }
}
