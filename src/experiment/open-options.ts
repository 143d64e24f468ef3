import { cpus, hostname } from 'node:os';
import { basename } from 'node:path';
import { modelNamed } from '../config/model-named.js';
import { engineOf } from '../config/engines/registry.js';
import { threadCap } from '../backends/thread-cap.js';
import { planVersion } from '../plan/plan-version.js';
import type { OpenRunOptions } from '../store/open-run.js';
import type { RunIdentity } from '../store/records/run-file.js';
import type { Experiment } from './open-experiment.js';
import { sha256 } from '../sha256.js';
import { runFolders } from './run-folders.js';
import { readVersion } from '../version.js';

/** The options for opening the run directory of an experiment. */
export function openOptions({ config, inputFiles, isFork, configText }: Experiment): Omit<OpenRunOptions, 'log'> {
  return {
    ...runFolders(config),
    identity: {
      experiment: config.name,
      seed: config.seed,
      ...versionOf(),
      facts: factsOf(config),
    },
    inputs: inputFiles,
    isFork,
    configText,
  };
}

/** The versions that decide whether a run directory may be continued. */
export function versionOf(): Pick<RunIdentity, 'plan_version' | 'tool_version'> {
  return { plan_version: planVersion, tool_version: readVersion() };
}

/** What the texts of a run depend on besides its plan. Each document records the values that the engine used. */
function factsOf(config: Experiment['config']): RunIdentity['facts'] {
  const model = modelNamed(config, config.discussions ? config.discussions.model : config.annotation?.models?.[0]);
  const hardware = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const parallel = engineOf(model).parallel?.(model.options);
  const asked = parallel === undefined ? {} : { parallel };
  return {
    host: hostname(),
    ...hardware,
    node: process.version,
    engine: model.engine,
    ...asked,
    ...(model.reproducible === true && { reproducible: true, threads_at_most: threadCap() }),
    ...promptFacts(model),
  };
}

/** The template's own text and hash are known when the model is loaded: models/ and every document have them. */
function promptFacts({ chat }: Experiment['config']['model']): RunIdentity['facts'] {
  const { template = 'model', variables } = chat;
  const from = typeof template === 'string' ? {} : { chat_template_sha256: sha256(template.text) };
  return {
    chat_template: typeof template === 'string' ? template : basename(template.path),
    ...from,
    template_variables: JSON.stringify(variables),
  };
}
