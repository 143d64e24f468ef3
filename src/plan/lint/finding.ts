import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { Inputs, Persona, Topic } from '../../inputs/input-types.js';

/** What looks like a mistake, though nothing forbids it. */
export interface Finding {
  /** Kebab-case name of the rule. */
  rule: string;
  what: string;
  todo: string;
  /** What it is about: a trait of a persona, a topic, a key of the config, or an excerpt of a text file. */
  about: { persona: Persona; trait: string } | { topic: Topic } | { key: string } | { file: string; excerpt: string };
}

/** Everything that rules look at. */
export interface Study {
  config: ExperimentConfig;
  inputs: Inputs;
  /** Participants and annotators, each once. */
  personas: readonly Persona[];
  /** The topics of all conditions, each once. */
  topics: readonly Topic[];
}

export type LintRule = (study: Study) => Finding[];
