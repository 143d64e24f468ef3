import { isWritten } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { SumCheck } from '../document-sum.js';
import { findDiscussions, type FoundDiscussion } from '../documents/find-discussions.js';
import { PlanFilter } from '../documents/plan-filter.js';
import type { Inputs } from '../inputs/input-types.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';

interface FoundToAnnotate {
  found: ReadonlyMap<string, FoundDiscussion>;
  /** How many documents of other plans are in the folder and are not annotated. */
  leftOut: number;
}

/**
 * The finished discussions to annotate, by id. A config that publishes discussions annotates those of its own plan; one
 * that names `annotation.files.discussions_dir` annotates all that are there.
 */
export async function findToAnnotate(
  config: ExperimentConfig,
  inputs: Inputs,
  { sums, mayBeMissing = false }: { sums: SumCheck; mayBeMissing?: boolean },
): Promise<FoundToAnnotate> {
  const only = await ownDiscussions(config, inputs);
  const dir = config.annotation?.discussionsDir ?? '';
  const withdrawals = await readWithdrawals(config.runDir);
  const found = await findDiscussions(dir, sums, { mayBeMissing, withdrawals, ...(only && { only }) });
  return { found, leftOut: only?.leftOut.size ?? 0 };
}

/** Undefined if all discussions are to be annotated, or if the config's own are not known. */
async function ownDiscussions(config: ExperimentConfig, inputs: Inputs): Promise<PlanFilter | undefined> {
  const { discussions, annotation } = config;
  if (!discussions || annotation?.discussionsDir !== discussions.outputDir) return undefined;
  if (isWritten(config, 'annotation.files.discussions_dir')) return undefined;
  const frozen = (await readPlannedJobs(config.runDir)).discussion;
  const asked = inputs.topics.length > 0 ? planDiscussions(config, inputs).map(planLine) : [];
  const own = new Map([...asked.map(({ id, hash }) => [id, hash] as const), ...frozen]);
  return own.size > 0 ? new PlanFilter(own) : undefined;
}
