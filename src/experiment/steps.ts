import type { RunPorts } from '../run/make-documents.js';
import { annotate, runActions, type Outcome } from './actions.js';
import { openAnnotationSet } from './open-annotation-set.js';
import type { Experiment } from './open-experiment.js';

/** Work on one run directory, or on one annotation set of it; opened when the steps before it are finished. */
export interface Step {
  open: () => Experiment | Promise<Experiment>;
  act: (experiment: Experiment, ports: RunPorts) => Promise<Outcome>;
}

/** What `run` does: its actions in one step or, if a matrix makes further annotation sets, these before the export. */
export function stepsOfRun(experiment: Experiment): Step[] {
  const { actions } = experiment.config;
  const sets = actions.annotate ? stepsOfSets(experiment) : [];
  if (sets.length === 0) return [{ open: () => experiment, act: runActions }];
  return [
    { open: () => experiment, act: (opened, ports) => runActions(opened, ports, { export: false }) },
    ...sets,
    ...(actions.export
      ? [
          {
            open: () => experiment,
            act: (opened: Experiment, ports: RunPorts) =>
              runActions(opened, ports, { generate: false, annotate: false }),
          },
        ]
      : []),
  ];
}

/** What `annotate` does: it makes the default set, then those of the matrix. */
export function stepsOfAnnotate(experiment: Experiment): Step[] {
  return [{ open: () => experiment, act: annotate }, ...stepsOfSets(experiment)];
}

function stepsOfSets(experiment: Experiment): Step[] {
  return (experiment.config.annotationSets ?? []).map(({ name }) => ({
    open: () => openAnnotationSet(experiment, name),
    act: annotate,
  }));
}
