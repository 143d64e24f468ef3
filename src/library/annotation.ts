import type { Annotation as AnnotationDocument } from '../generated/annotation.js';
import type { Discussion as DiscussionDocument } from '../generated/discussion.js';
import { isObject, refuseFaults, required } from './checks/check.js';
import { Discussion } from './discussion.js';
import type { ReadingOptions } from './options.js';

export interface OneAnnotationOptions extends ReadingOptions {
  /** A discussion of this program, as far as it is, or a document. */
  discussion: Discussion | DiscussionDocument;
}

/** A comment and what the annotator answered about it. */
export interface AnnotatedComment {
  /** Index of the comment in the discussion. */
  turn: number;
  comment: string;
  /** The annotator's answer, cleaned. */
  annotation: string;
  /** The value of each metric, if there are metrics and the answer is valid. */
  labels?: Readonly<Record<string, number | string | boolean | null>>;
}

/**
 * One annotator's reading of one discussion, in memory: `for await (const { comment, annotation } of reading)`. All comments
 * are asked about at once. Throws as `AnnotationExperiment.begin` does.
 */
export class Annotation implements AsyncIterable<AnnotatedComment> {
  #document: Promise<AnnotationDocument> | undefined;

  constructor(readonly options: OneAnnotationOptions) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<AnnotatedComment, void> {
    const { comments, logs } = await this.document();
    for (const [index, { turn, labels }] of comments.entries()) {
      const [comment = '', annotation = ''] = logs[index] ?? [];
      yield { turn, comment, annotation, ...(labels && { labels }) };
    }
  }

  /** The document that a run publishes (docs/outputs.md). A failure is not kept: asking again tries again. */
  document(): Promise<AnnotationDocument> {
    this.#document ??= this.#make().catch((error: unknown) => {
      this.#document = undefined;
      throw error;
    });
    return this.#document;
  }

  async #make(): Promise<AnnotationDocument> {
    refuseFaults(this.options, required(isObject, 'an object'), 'options');
    const { discussion, ...options } = this.options;
    const { openReading } = await import('./engine.js');
    return openReading(options, discussion instanceof Discussion ? await discussion.document() : discussion);
  }
}
