import { readFileSync } from 'node:fs';
import { whereInConfig } from '../config/config-positions.js';
import { SourceText } from '../source/source-text.js';
import { throwIfAny, type Problem } from '../errors.js';
import { whereInPersona, whereInTopic } from '../inputs/input-positions.js';
import type { Finding } from '../plan/lint/finding.js';
import { lintStudy } from '../plan/lint/lint-study.js';
import { lintLongPrompt } from './check-prompts.js';
import type { Experiment } from './open-experiment.js';

/** Something in the inputs that looks like a mistake; its rule is the problem's `path`. */
export interface LintFinding {
  rule: string;
  problem: Problem;
}

/** What looks like a mistake, with its position. `strict` throws all of it together. */
export function lintExperiment(experiment: Experiment, { strict = false }: { strict?: boolean }): LintFinding[] {
  const findings = [...lintStudy(experiment.config, experiment.inputs), ...lintLongPrompt(experiment)];
  const located = findings.map((finding) => ({ rule: finding.rule, problem: asProblem(finding, experiment) }));
  if (strict) throwIfAny(located.map(({ problem }) => problem));
  return located;
}

/** For actions that make something: adds a notice of how much there is to look at. */
export function noteLint(experiment: Experiment, options: { strict?: boolean }): Experiment {
  const { length } = lintExperiment(experiment, options);
  if (length === 0) return experiment;
  const found =
    length === 1 ? '1 thing in the inputs looks like a mistake' : `${length} things in the inputs look like mistakes`;
  const note = `${found}: syndisco validate shows what`;
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

/** Instructions lose the blank lines around them when they are read, so the line is counted in the file itself. */
function whereInText(file: string, excerpt: string): Problem['where'] {
  const source = new SourceText(file, new TextDecoder().decode(readFileSync(file)));
  return source.whereAt(Math.max(0, source.text.indexOf(excerpt)));
}
