import { basename, join } from 'node:path';
import { isOfThisFormat } from '../document-sum.js';
import { fail } from '../errors.js';

/**
 * The documents to read in a folder that a plan publishes in: those of its jobs, and files that do not say which plan
 * they belong to (of the original, of format 1). Documents of other plans are left out, and collected.
 */
export class PlanFilter {
  readonly leftOut = new Set<string>();
  readonly #planned: ReadonlyMap<string, string>;
  readonly #hashes: ReadonlySet<string>;
  readonly #dir: string | undefined;

  /** `planned`: id to hash. If `dir` is given, another document under the name of a planned one is an error there. */
  constructor(planned: ReadonlyMap<string, string>, dir?: string) {
    this.#planned = planned;
    this.#hashes = new Set(planned.values());
    this.#dir = dir;
  }

  takes({ file, document }: { file: string; document: object }): boolean {
    if (!isOfThisFormat(document)) return true;
    const hash = 'job_hash' in document ? String(document.job_hash) : '';
    this.#refuseMisnamed(file, hash);
    const isTaken = this.#hashes.has(hash);
    if (!isTaken) this.leftOut.add(file);
    return isTaken;
  }

  #refuseMisnamed(file: string, hash: string): void {
    const id = basename(file, '.json');
    const planned = this.#planned.get(id);
    if (this.#dir === undefined || planned === undefined || planned === hash) return;
    if (file !== join(this.#dir, `${id}.json`)) return;
    throw fail({
      code: 'SYNDISCO_PUBLISHED_FOREIGN',
      what: `The file of the planned job ${id} is the document of another job or of another plan.`,
      todo: 'Restore the file from a backup, or move it away and run the same command again.',
      where: { file, job: id },
    });
  }
}
