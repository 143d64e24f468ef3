import { readFileSync } from 'node:fs';
import { whereInConfig } from '../config/config-positions.js';
import { SourceText } from '../source/source-text.js';
import { throwIfAny, type Problem } from '../errors.js';
import { whereInPersona, whereInTopic } from '../inputs/input-positions.js';
import type { Finding } from '../plan/lint/finding.js';
import { lintStudy } from '../plan/lint/lint-study.js';
import { lintLongComments, lintLongPrompt } from './check-prompts.js';
import type { Experiment } from './open-experiment.js';

/** A likely mistake in the inputs; the `path` of its problem is the name of the rule. */
export interface LintFinding {
  rule: string;
  problem: Problem;
}

/** Likely mistakes in the inputs, with their positions. With `strict`, throws all of them together. */
export function lintExperiment(experiment: Experiment, { strict = false }: { strict?: boolean }): LintFinding[] {
  const findings = [
    ...lintStudy(experiment.config, experiment.inputs),
    ...lintLongPrompt(experiment),
    ...lintLongComments(experiment),
  ];
  const located = findings.map((finding) => ({ rule: finding.rule, problem: asProblem(finding, experiment) }));
  if (strict) throwIfAny(located.map(({ problem }) => problem));
  return located;
}

/** For commands that make documents: adds a notice with the number of findings. */
export function noteLint(experiment: Experiment, options: { strict?: boolean }): Experiment {
  const { length } = lintExperiment(experiment, options);
  if (length === 0) return experiment;
  const found = length === 1 ? '1 likely mistake in the inputs' : `${length} likely mistakes in the inputs`;
  const note = `${found}: run syndisco validate for details`;
  return { ...experiment, notices: [...experiment.notices, note] };
}

function asProblem({ rule, what, todo, about }: Finding, { config }: Experiment): Problem {
  const where = whereOf(about, config);
  return { code: 'SYNDISCO_LINT', path: rule, what, todo, ...(where && { where }) };
}

function whereOf(about: Finding['about'], config: Experiment['config']): Problem['where'] {
  if ('persona' in about) return whereInPersona(about.persona, about.trait);
  if ('excerpt' in about) return whereInText(about.file, about.excerpt);
  return 'topic' in about ? whereInTopic(about.topic) : whereInConfig(config, about.key);
}

/** Counts lines in the file itself, because reading trims blank lines around the instructions. */
function whereInText(file: string, excerpt: string): Problem['where'] {
  const source = new SourceText(file, new TextDecoder().decode(readFileSync(file)));
  return source.whereAt(Math.max(0, source.text.indexOf(excerpt)));
}
