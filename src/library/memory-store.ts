import { SumCheck } from '../document-sum.js';
import { byKind } from '../job-kinds.js';
import type { Attempt, RunStore } from '../store/run-store.js';

/** A store for a process that needs no files: finished documents are kept, unfinished ones are not. */
export function memoryStore(): RunStore {
  const documents = byKind(() => new Map<string, { job_hash: string }>());
  let planned: ReadonlyMap<string, string> = new Map();
  const failures = byKind(() => new Set<string>());
  return {
    dir: '',
    refuseConflicts: nothing,
    plan: (lines) => {
      planned = new Map(lines.map(({ id, hash }) => [id, hash]));
      return Promise.resolve({ added: 0 });
    },
    openSumCheck: () => Promise.resolve(new SumCheck(new Set())),
    published: (kind) => {
      const made = [...documents[kind]].filter(([id, { job_hash: hash }]) => planned.get(id) === hash);
      return Promise.resolve(new Set(made.map(([id]) => id)));
    },
    foldJob: () => Promise.resolve({ records: [], attempts: 0, damage: [] }),
    useModel: nothing,
    startAttempt: () => Promise.resolve(forgetful),
    publish: (kind, id, document) => {
      documents[kind].set(id, document);
      return nothing();
    },
    readPublished: (kind, id) => Promise.resolve(documents[kind].get(id)),
    failed: (kind) => Promise.resolve(failures[kind]),
    recordFailure: (kind, id) => {
      failures[kind].add(id);
      return nothing();
    },
    clearFailure: (kind, id) => {
      failures[kind].delete(id);
      return nothing();
    },
    replaceFile: nothing,
    close: nothing,
  };
}

const forgetful: Attempt = { append: nothing, finish: nothing, abandon: nothing };

function nothing(): Promise<void> {
  return Promise.resolve();
}
