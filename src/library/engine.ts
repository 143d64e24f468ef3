/** All that is loaded when something is made, and not when the library is imported. */
export { beginExperiment } from './begin-experiment.js';
export { describeAnnotations } from './describe-annotations.js';
export { describeDiscussions } from './describe-discussions.js';
export {
  annotationExperimentOptions,
  beginAnnotationOptions,
  beginOptions,
  discussionExperimentOptions,
} from './checks/experiment-checks.js';
export { findDiscussionsDir } from './find-discussions-dir.js';
export { memoryStore } from './memory-store.js';
export { openReading } from './open-reading.js';
export { openTalk } from './open-talk.js';
