import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { openExperiment, type Experiment } from '../../src/experiment/open-experiment.js';
import { madeOnce } from '../cli/made-once.js';
import { syndisco, townHallProject, type Project } from '../cli/syndisco.js';

export interface Town extends Project, AsyncDisposable {
  open(set?: readonly string[]): Promise<Experiment>;
  settings(): Promise<ExperimentConfig>;
}

/** A town hall whose run is complete, made once; each test gets a copy of its own, outside of which nothing is named. */
export async function finishedTown(): Promise<Town> {
  const project = await finished();
  const { config } = project;
  const open = (set: readonly string[] = []) =>
    openExperiment({ config, set }, () => ({ discussions: true, annotation: true }));
  return { ...project, open, settings: async () => (await open()).config };
}

const finished = madeOnce(async () => {
  const project = await townHallProject();
  const { code, stderr } = await syndisco(['run', '-c', project.config]);
  if (code !== 0) throw new Error(stderr);
  return project;
});
