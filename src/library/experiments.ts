import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import type { RunStore } from '../store/run-store.js';
import { refuseFaults } from './checks/check.js';
import type {
  AnnotationExperimentOptions,
  BeginAnnotationOptions,
  BeginOptions,
  DiscussionExperimentOptions,
} from './options.js';
import { Results } from './results.js';

/**
 * Discussions on the engine, the store and the loop of the command line: many at a time, journalled turn by turn. The
 * same seed, name and options give the texts that `syndisco generate` gives with the equivalent config.
 */
export class DiscussionExperiment {
  #memory: RunStore | undefined;

  constructor(readonly options: DiscussionExperimentOptions) {}

  /**
   * Makes the discussions that are missing, of `numDiscussions`. Jobs that fail are in the results' `failures`; throws a
   * `SyndiscoError` with a code of the command line for options that do not fit (`SYNDISCO_PERSONAS_TOO_FEW`,
   * `SYNDISCO_PROMPT_TOO_LONG` …), a folder that belongs to another plan (`SYNDISCO_PLAN_CHANGED`) or is in use
   * (`SYNDISCO_RUN_BUSY`), and a dead engine or a full disk.
   */
  async begin(begin: BeginOptions = {}): Promise<Results<Discussion>> {
    const engine = await import('./engine.js');
    const { beginExperiment, describeDiscussions, memoryStore } = engine;
    refuseFaults(this.options, engine.discussionExperimentOptions, '');
    refuseFaults(begin, engine.beginOptions, '');
    const described = await describeDiscussions(this.options, begin);
    const memory = begin.outputDir === undefined ? (this.#memory ??= memoryStore()) : undefined;
    return new Results(await beginExperiment('discussion', described, { ...begin, memory }));
  }
}

/** Annotations of finished discussions, one for every discussion and annotator. */
export class AnnotationExperiment {
  #memory: RunStore | undefined;

  constructor(readonly options: AnnotationExperimentOptions) {}

  /**
   * Makes the annotations that are missing. Throws as a `DiscussionExperiment` does, and `SYNDISCO_DISCUSSIONS_EMPTY` if
   * there is nothing to annotate.
   */
  async begin(begin: BeginAnnotationOptions): Promise<Results<Annotation>> {
    const engine = await import('./engine.js');
    const { beginExperiment, describeAnnotations, findDiscussionsDir, memoryStore } = engine;
    refuseFaults(this.options, engine.annotationExperimentOptions, '');
    refuseFaults(begin, engine.beginAnnotationOptions, '');
    const discussionsDir = await findDiscussionsDir(begin.discussionsDir);
    const described = await describeAnnotations(this.options, { ...begin, discussionsDir });
    const memory = begin.outputDir === undefined ? (this.#memory ??= memoryStore()) : undefined;
    return new Results(await beginExperiment('annotation', described, { ...begin, memory }));
  }
}
