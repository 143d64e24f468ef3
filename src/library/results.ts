import type { Failure } from '../generated/failure.js';
import type { MadeDocuments } from './begin-experiment.js';
import type { Progress } from './options.js';

/** What an experiment has made: `for await (const document of results)` reads one after the other, by id. */
export class Results<Document> implements AsyncIterable<Document> {
  readonly #made: MadeDocuments;

  constructor(made: MadeDocuments) {
    this.#made = made;
  }

  get progress(): Readonly<Progress> {
    return this.#made.progress;
  }

  /** What failed in this run, and why. Beginning again with `retryFailed` tries it again. */
  get failures(): readonly Readonly<Omit<Failure, 'kind'>>[] {
    return this.#made.failures;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Document, void> {
    // The store has checked the document, or it has been made in this process.
    for (const id of this.#made.ids) yield (await this.#made.read(id)) as Document;
  }
}
