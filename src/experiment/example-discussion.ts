import { isBundledModel } from '../backends/bundled-model.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { findDiscussion } from '../documents/find-discussion.js';
import type { Discussion } from '../generated/discussion.js';

/** A finished discussion of the experiment to show; undefined if none is found quickly. */
export async function exampleDiscussion(
  config: ExperimentConfig,
): Promise<{ discussion: Discussion; isOfBundledModel: boolean } | undefined> {
  const discussion = await findDiscussion(config.discussions?.outputDir ?? '', config.name);
  return discussion && { discussion, isOfBundledModel: isBundledModel(discussion.model.fingerprint) };
}
