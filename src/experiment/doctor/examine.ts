import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SurveyedPlan } from '../../forecast/survey-plan.js';
import { lintExperiment } from '../lint-experiment.js';
import { openExperiment, type Experiment, type ExperimentSource } from '../open-experiment.js';
import { planExperiment } from '../plan-experiment.js';
import { partsToValidate, validateExperiment } from '../validate-experiment.js';
import { checkFolders } from './check-folders.js';
import { checkMachine } from './check-machine.js';
import { checkModels } from './check-models.js';
import { checkNotify } from './check-notify.js';
import { failuresOf, type Finding } from './finding.js';
import { neededBytes } from './needed-bytes.js';

interface Examination {
  source: ExperimentSource;
  /** Whether the user named the config, so that it has to be there. */
  isNamed: boolean;
  /** Sends a notification to try it. */
  sendsTest: boolean;
  /** Called with findings as they come: loading a model takes a while. */
  tell: (findings: readonly Finding[]) => void;
}

/** Checks this machine and, if there is a config, all that its run needs. Makes nothing, and leaves nothing behind. */
export async function examine({ source, isNamed, sendsTest, tell }: Examination): Promise<void> {
  tell(await checkMachine());
  const file = resolve(source.config);
  if (!isNamed && !(await stat(file).catch(() => undefined))) {
    const found = `no ${source.config} here, so only the machine was checked`;
    tell([{ check: 'config', verdict: 'ok', found }]);
    return;
  }
  const opened = await openPlanned(source, tell);
  if (!opened) return;
  const { config } = opened.experiment;
  tell(await checkFolders(config.runDir, neededBytes(opened.plan)));
  tell(await checkNotify(config, sendsTest));
  await checkModels(config, opened.plan, tell);
}

interface Opened {
  experiment: Experiment;
  plan: SurveyedPlan;
}

/** Undefined if the config or a file that it names has mistakes. */
async function openPlanned(source: ExperimentSource, tell: Examination['tell']): Promise<Opened | undefined> {
  try {
    const say = (): void => undefined;
    const experiment = await openExperiment(source, partsToValidate);
    const { discussions } = await validateExperiment(experiment, { loadModels: false, say });
    const { plan } = await planExperiment(experiment, { say });
    const found = `${experiment.config.file} is valid: ${discussions} discussions, ${plan.jobs.filter(({ left }) => left > 0).length} jobs left`;
    tell([{ check: 'config', verdict: 'ok', found }, ...lintFindings(experiment)]);
    return { experiment, plan };
  } catch (error) {
    tell(failuresOf('config', error));
    return undefined;
  }
}

function lintFindings(experiment: Experiment): Finding[] {
  return lintExperiment(experiment, {}).map(({ problem: { what, todo } }) => ({
    check: 'inputs',
    verdict: 'warning',
    found: what,
    todo,
  }));
}
