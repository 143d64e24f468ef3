import { whereInConfig } from '../config/config-positions.js';
import { schemaOf, sectionsWith } from '../config/schemas.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { SyndiscoError, type Problem } from '../errors.js';

/** The keys behind fields of the plan that are called otherwise, because the plan keeps a text's hash. */
const keyOf: Readonly<Record<string, string>> = {
  user_instructions_sha256: 'discussions.files.user_instructions_path',
  mod_instructions_sha256: 'discussions.files.mod_instructions_path',
  instructions_sha256: 'annotation.files.instruction_path',
  personas_sha256: 'discussions.files.user_persona_path',
  participants: 'discussions.files.user_persona_path',
  topic: 'discussions.files.topics_dir',
  topic_sha256: 'discussions.files.topics_dir',
  persona_sha256: 'annotation.files.annotator_persona_path',
  roles: 'discussions.roles',
  declared_sha256: 'declared',
  model: 'model_parameters.general.model_pseudoname',
};

/** A refused change of the plan is shown at the line of the config that made it. */
export function locateChange(error: unknown, config: ExperimentConfig): unknown {
  if (!(error instanceof SyndiscoError) || error.code !== 'SYNDISCO_PLAN_CHANGED') return error;
  const [first, ...rest] = error.problems;
  return new SyndiscoError([locate(first, config), ...rest], { cause: error });
}

function locate(problem: Problem, config: ExperimentConfig): Problem {
  const field = problem.path ?? '';
  const section = sectionsWith(field, schemaOf('config'))[0];
  const key = keyOf[field] ?? (section === undefined ? undefined : [section, field].filter(Boolean).join('.'));
  if (key === undefined) return problem;
  return { ...problem, path: key, where: { ...whereInConfig(config, key), ...problem.where } };
}
