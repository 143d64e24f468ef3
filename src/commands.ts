/** The functions that the command line itself calls, as `syndisco/commands`. The nouns of the library are in `syndisco`. */
export { loadBackend } from './backends/load-backend.js';
export { RefusedRequest } from './backends/backend.js';
export type { Backend, Completion, ModelIdentity, Request, Sampling } from './backends/backend.js';
export type { ExperimentConfig } from './config/experiment-config.js';
export { loadConfig } from './config/load-config.js';
export { SyndiscoError } from './errors.js';
export type { ErrorCode, Problem } from './errors.js';
export type { Annotation } from './generated/annotation.js';
export type { Discussion } from './generated/discussion.js';
export { readHumanLabels, type HumanLabels } from './inputs/human-labels/read-human-labels.js';
export type { Inputs, Persona, Topic } from './inputs/input-types.js';
export { readInputs } from './inputs/read-inputs.js';
export { planAnnotations } from './plan/plan-annotations.js';
export { planDiscussions } from './plan/plan-discussions.js';
export { annotateDiscussions } from './experiment/annotate-discussions.js';
export { exportDataset } from './experiment/export-dataset.js';
export { generateDiscussions } from './experiment/generate-discussions.js';
export {
  annotate as annotateExperiment,
  generate as generateExperiment,
  runActions as runExperiment,
  type Outcome,
} from './experiment/actions.js';
export { exportExperiment } from './experiment/export-experiment.js';
export { lintExperiment } from './experiment/lint-experiment.js';
export { openExperiment, type Experiment, type ExperimentSource } from './experiment/open-experiment.js';
export { planExperiment } from './experiment/plan-experiment.js';
export { reportExperiment, type Report, type ReportOptions } from './experiment/report-experiment.js';
export { sampleForHumans, type HumanSample, type SampleOptions } from './experiment/human-sample/sample-for-humans.js';
export { openSession, type Session } from './experiment/session.js';
export { verifyExperiment } from './experiment/verify-experiment.js';
export type { RunPorts } from './run/make-documents.js';
export type { Progress } from './run/progress.js';
export { stopRequest } from './run/stop-request.js';
export { openRun } from './store/open-run.js';
export type { RunStore } from './store/run-store.js';
