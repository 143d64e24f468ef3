import type { Annotation as AnnotationDocument } from '../generated/annotation.js';
import type { OneAnnotationOptions } from './options.js';

/** A comment and what the annotator answered about it. */
export interface AnnotatedComment {
  /** Index of the comment in the discussion. */
  turn: number;
  comment: string;
  /** The annotator's answer, cleaned. */
  annotation: string;
  /** The value of each metric, if there are metrics and the answer is valid. */
  labels?: Readonly<Record<string, number | string | null>>;
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
    const { openReading } = await import('./engine.js');
    return openReading(this.options);
  }
}
