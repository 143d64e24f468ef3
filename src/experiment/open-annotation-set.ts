import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../errors.js';
import { forkMark } from '../fork-mark.js';
import { keysBehind } from '../plan/fields/key-behind.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { nodeFiles } from '../store/disk/node-file-port.js';
import { refuseOtherPlan } from '../store/plan/refuse-other-plan.js';
import { checkRunFile } from '../store/records/run-file.js';
import { explainRefusal } from './explain-refusal.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';

/**
 * The experiment as one that annotates the finished discussions of its run once more, into a named annotation set. The
 * config may have changed in all that concerns annotation or a model, which both use; a change of anything else that the
 * discussions were made with is refused as usual.
 */
export async function openAnnotationSet(opened: Experiment, name: string): Promise<Experiment> {
  const experiment = ofSet(opened, name);
  const { config, inputs } = experiment;
  await refuseFork(experiment, name);
  try {
    await checkRunFile(nodeFiles, config.runDir, openOptions(experiment).identity);
    const planned = inputs.topics.length > 0 ? planDiscussions(config, inputs) : [];
    await refuseOtherPlan(config.runDir, planned.map(planLine), isOfModel);
  } catch (error) {
    throw await explainRefusal(error, experiment);
  }
  return {
    ...experiment,
    config: { ...config, annotationSet: name },
    // Its model has no prompt of a discussion to answer.
    inputs: { ...inputs, topics: [], personas: [] },
  };
}

/** With the annotation that the matrix gives the set, if it has one of this name. */
function ofSet(experiment: Experiment, name: string): Experiment {
  const { config, inputs } = experiment;
  const annotation = config.annotationSets?.find((set) => set.name === name)?.config.annotation;
  return annotation
    ? { ...experiment, config: { ...config, annotation }, inputs: { ...inputs, ...inputs.bySet?.get(name) } }
    : experiment;
}

/** Whether a field of a discussion's plan is about a model, which annotators may have too. */
function isOfModel(field: string): boolean {
  const [key = ''] = keysBehind('discussion', field);
  return /^model(_parameters|s)\./.test(key);
}

async function refuseFork({ config }: Experiment, name: string): Promise<void> {
  const folder = join(config.annotation?.outputDir ?? '', name);
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes(forkMark)) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `The fork ${name} of this run publishes its annotations in ${folder}.`,
    todo: 'Choose another name for the annotation set.',
  });
}
