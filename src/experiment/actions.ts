import type { ExperimentConfig } from '../config/experiment-config.js';
import { massLimit } from './mass-limit.js';
import { workList } from '../forecast/work-list.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import type { RunPorts } from '../run/make-documents.js';
import type { Progress } from '../run/progress.js';
import { usualRules } from '../run/run-rules.js';
import type { RunStore } from '../store/run-store.js';
import { annotateDiscussions } from './annotate-discussions.js';
import { refuseStrays } from './check-folders.js';
import { exportDataset, type ExportedDataset } from './export-dataset.js';
import { generateDiscussions } from './generate-discussions.js';
import type { Experiment } from './open-experiment.js';
import { ownDocuments } from './own-documents.js';
import { runFolders } from './run-folders.js';
import { tellContent } from './tell-content.js';
import { timeRun, type Timing } from './time-run.js';

/** The result of an action. */
export interface Outcome {
  config: ExperimentConfig;
  /** The progress of each kind of job worked on. */
  made: readonly Readonly<Progress>[];
  exported?: ExportedDataset;
  /** Names of the models that were loaded, in order. */
  loads?: readonly string[];
  /** Absent unless the models were measured on this machine. */
  timing?: Timing;
  /** True when a stop request prevented a later action. */
  isCutShort?: boolean;
}

/** The inputs that the config's `actions` need. */
export function partsOfRun({ actions }: ExperimentConfig): InputParts {
  return { discussions: actions.generate, annotation: actions.annotate };
}

/** Includes the inputs of discussions if the config plans them, to recognise documents of another plan. */
export function partsToAnnotate({ actions, discussions }: ExperimentConfig): InputParts {
  return { discussions: discussions !== undefined && actions.generate, annotation: true };
}

/** Makes the missing discussions. */
export function generate(experiment: Experiment, ports: RunPorts): Promise<Outcome> {
  const { config, inputs } = experiment;
  return act(experiment, ports, { discussions: true, annotation: false }, async () => ({
    made: [await generateDiscussions(config, inputs, ports)],
  }));
}

/** Makes the missing annotations of all finished discussions, of the annotation set that the experiment is opened for. */
export async function annotate(experiment: Experiment, ports: RunPorts): Promise<Outcome> {
  const { config, inputs } = experiment;
  await refuseForeign(experiment, ports.store);
  return act(experiment, ports, { discussions: false, annotation: true }, async () => ({
    made: [await annotateDiscussions(config, inputs, ports)],
  }));
}

/** Generates, annotates and exports, as the config's `actions` say, without those that are switched `off`. */
export function runActions(
  experiment: Experiment,
  ports: RunPorts,
  off: Partial<Readonly<Record<keyof ExperimentConfig['actions'], false>>> = {},
): Promise<Outcome> {
  const actions = { ...experiment.config.actions, ...off };
  const parts = { discussions: actions.generate, annotation: actions.annotate };
  return act(experiment, ports, parts, () => runInOrder(experiment, ports, actions));
}

type Done = Omit<Outcome, 'config' | 'loads' | 'timing'>;

async function act(
  experiment: Experiment,
  { loads, shard = usualRules.shard }: RunPorts,
  parts: InputParts,
  work: () => Promise<Done>,
): Promise<Outcome> {
  const { value, timing } = await timeRun(experiment, { parts, shard }, work);
  return { config: experiment.config, ...value, ...(loads && { loads }), ...(timing && { timing }) };
}

async function runInOrder(
  experiment: Experiment,
  ports: RunPorts,
  actions: ExperimentConfig['actions'],
): Promise<Done> {
  const { config, inputs } = experiment;
  const made = [];
  if (actions.generate || actions.annotate) await refuseConflicts(experiment, ports);
  if (actions.generate) made.push(await generateDiscussions(config, inputs, ports));
  if (made.some((progress) => hasNothing(progress, ports) || isEmptyShare(progress, ports))) return { made };
  if (actions.annotate) made.push(await annotateDiscussions(config, inputs, ports));
  if (!actions.export) return { made };
  if (ports.stop.requested) return { made, isCutShort: true };
  const { store, log } = ports;
  const exported = await exportDataset({
    ...config.export,
    ...massLimit(config),
    experiment: config.name,
    originalColumns: false,
    forSpreadsheets: false,
    sums: await store.openSumCheck(),
    only: await ownDocuments(config),
    replaceFile: store.replaceFile.bind(store),
    log,
  });
  return { made, exported };
}

/**
 * Then there is nothing to annotate or export. The reason, which is in failures/ or a stop request, must be the last
 * thing reported.
 */
function hasNothing({ done, failed }: Readonly<Progress>, { stop }: RunPorts): boolean {
  return done === 0 && (failed > 0 || stop.requested);
}

/** There are more shards than discussions. */
function isEmptyShare({ total }: Readonly<Progress>, { shard = usualRules.shard }: RunPorts): boolean {
  return total === 0 && shard.count > 1;
}

/** Refuses, before anything is made, what would be refused when the discussions are finished and annotated. */
async function refuseConflicts({ config, inputs }: Experiment, { store }: RunPorts): Promise<void> {
  const sums = await store.openSumCheck();
  const { discussionsDir } = runFolders(config);
  const work = await workList(config, inputs, { parts: partsOfRun(config), sums, discussionsDir });
  const lines = work.map(({ line }) => line);
  await tellContent({ config, inputs, sums }, () => store.refuseConflicts(lines));
  await refuseStrays(config, lines, sums);
}

/** Refuses to annotate documents of another plan under the names of discussions that this config plans. */
async function refuseForeign({ config, inputs }: Experiment, store: RunStore): Promise<void> {
  const { discussions, annotation, actions, annotationSet } = config;
  if (annotationSet !== undefined) return; // then the discussions were compared when it was opened
  if (!discussions || !actions.generate || annotation?.discussionsDir !== discussions.outputDir) return;
  await store.refuseConflicts(planDiscussions(config, inputs).map(planLine));
}
