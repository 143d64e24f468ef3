import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { Inputs } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';
import { leftover } from './leftover.js';
import { metricInstructions } from './metric-instructions.js';
import { minor } from './minor.js';
import { missingWord } from './missing-word.js';
import { misplacedValue } from './misplaced-value.js';
import { nameCollision } from './name-collision.js';
import { samePersona } from './same-persona.js';
import { sameTopic } from './same-topic.js';
import { silenceRule } from './silence-rule.js';
import { spellingVariant } from './spelling-variant.js';
import { unseatedRole } from './unseated-role.js';
import { unusedModel } from './unused-model.js';
import { valueCase } from './value-case.js';

const rules: readonly LintRule[] = [
  misplacedValue,
  missingWord,
  spellingVariant,
  minor,
  samePersona,
  sameTopic,
  leftover,
  metricInstructions,
  nameCollision,
  silenceRule,
  unseatedRole,
  unusedModel,
  valueCase,
];

/** Finds likely mistakes in a study before any GPU time is spent on it. */
export function lintStudy(config: ExperimentConfig, inputs: Inputs): Finding[] {
  const made = [...(inputs.byCondition?.values() ?? []), inputs];
  // A participant may also be an annotator: a persona file read twice is not a duplicate.
  const personas = [...new Set(made.flatMap((one) => one.personas))];
  const participants = new Set(personas.map(({ name, traits }) => name || JSON.stringify(traits)));
  const annotators = inputs.annotators.filter(({ name, traits }) => !participants.has(name || JSON.stringify(traits)));
  const topics = [...new Set(made.flatMap((one) => one.topics))];
  return rules.flatMap((rule) => rule({ config, inputs, personas: [...personas, ...annotators], topics }));
}
