import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SyndiscoError } from '../../errors.js';
import { kindsInOrder } from '../../job-kinds.js';
import { readPlannedJobs } from '../../store/plan/planned-jobs.js';
import { openExperiment } from '../open-experiment.js';
import { partsOfPlan, planExperiment } from '../plan-experiment.js';

/** How many are named. */
const named = 3;

/**
 * Why a run would not go on from a staged archive, because its config and inputs do not make the plan that it has; empty
 * if it would. Archives are made of such runs, too: they can be read and forked.
 */
export async function findMismatches(
  dir: string,
  { config: file, weights }: { config: string; weights: ReadonlyMap<string, string> },
): Promise<string[]> {
  const reasons = await withWeights(dir, weights, () => compare(join(dir, file)));
  return reasons.map((reason) => reason.replaceAll(`${dir}/`, ''));
}

/** The weights are not in the archive, but whoever goes on from it has them. */
async function withWeights<T>(dir: string, weights: ReadonlyMap<string, string>, work: () => Promise<T>): Promise<T> {
  const places = Array.from(weights, ([place, path]) => ({ place: join(dir, place), path }));
  try {
    for (const { place, path } of places) {
      await mkdir(dirname(place), { recursive: true });
      await symlink(path, place);
    }
    return await work();
  } finally {
    for (const { place } of places) await rm(place, { force: true });
  }
}

async function compare(file: string): Promise<string[]> {
  try {
    const experiment = await openExperiment({ config: file }, partsOfPlan);
    const { plan } = await planExperiment(experiment, { say: () => undefined });
    const refused = plan.jobs.filter(({ standing }) => ['changed', 'foreign'].includes(standing.state));
    const reasons = refused.map(({ line, reason }) => `${line.id}: ${reason}`);
    const planned = await readPlannedJobs(experiment.config.runDir);
    for (const kind of kindsInOrder) {
      const asked = new Set(plan.jobs.flatMap(({ line }) => (line.kind === kind ? [line.id] : [])));
      if (asked.size === 0) continue;
      const gone = [...planned[kind].keys()].filter((id) => !asked.has(id));
      reasons.push(...gone.map((id) => `${id}: planned, but the config no longer asks for it`));
    }
    return shorten(reasons);
  } catch (error) {
    if (!(error instanceof SyndiscoError)) throw error;
    return shorten(error.problems.map(({ what }) => what));
  }
}

function shorten(reasons: readonly string[]): string[] {
  const rest = reasons.length - named;
  return rest > 0 ? [...reasons.slice(0, named), `and ${rest} more like these`] : [...reasons];
}
