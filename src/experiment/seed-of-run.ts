import type { ExperimentConfig } from '../config/experiment-config.js';
import { readRunRecord } from '../store/read-run-record.js';

/** The seed that the documents were made with, which the config may have changed since; the config's without a run. */
export async function seedOfRun({ runDir, seed }: ExperimentConfig): Promise<number> {
  return (await readRunRecord(runDir))?.run.seed ?? seed;
}
