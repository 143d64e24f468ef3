import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { Inputs, Persona, Topic } from '../../inputs/input-types.js';

/** Something that is allowed but looks like a mistake. */
export interface Finding {
  /** Kebab-case name of the rule. */
  rule: string;
  what: string;
  todo: string;
  /** The subject: a trait of a persona, a topic, or a key of the config. */
  about: { persona: Persona; trait: string } | { topic: Topic } | { key: string } | { file: string; excerpt: string };
}

/** What every rule gets to see. */
export interface Study {
  config: ExperimentConfig;
  inputs: Inputs;
  /** Participants and annotators, each once. */
  personas: readonly Persona[];
  /** The topics of all conditions, each once. */
  topics: readonly Topic[];
}

export type LintRule = (study: Study) => Finding[];
