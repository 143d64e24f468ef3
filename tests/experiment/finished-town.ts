import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { openExperiment, type Experiment } from '../../src/experiment/open-experiment.js';
import { syndisco, townHallProject } from '../cli/syndisco.js';

export interface Town extends AsyncDisposable {
  dir: string;
  config: string;
  open(set?: readonly string[]): Promise<Experiment>;
  settings(): Promise<ExperimentConfig>;
}

let finished: Promise<string> | undefined;

/** A town hall whose run is complete, made once; each test gets a copy of its own, outside of which nothing is named. */
export async function finishedTown(): Promise<Town> {
  finished ??= run();
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-'));
  await cp(await finished, dir, { recursive: true });
  const config = join(dir, 'town-hall.yml');
  const open = (set: readonly string[] = []) =>
    openExperiment({ config, set }, () => ({ discussions: true, annotation: true }));
  return {
    dir,
    config,
    open,
    settings: async () => (await open()).config,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

async function run(): Promise<string> {
  const { dir, config } = await townHallProject();
  const { code, stderr } = await syndisco(['run', '-c', config]);
  if (code !== 0) throw new Error(stderr);
  return dir;
}
