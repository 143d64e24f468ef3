import { readFileSync } from 'node:fs';
import { whereInConfig } from '../config/config-positions.js';
import { SourceText } from '../source/source-text.js';
import { throwIfAny, type Problem } from '../errors.js';
import { whereInPersona, whereInTopic } from '../inputs/input-positions.js';
import type { Finding } from '../plan/lint/finding.js';
import { lintStudy } from '../plan/lint/lint-study.js';
import { lintLongPrompt } from '../experiment/check-prompts.js';
import type { Experiment } from './experiment.js';
import { describeProblem } from './show-error.js';

/** A finding as `--json` shows it. */
export type LintWarning = Omit<Problem, 'code'> & { rule: string };

const shownOfRule = 5;

/** Shows on stderr what looks like a mistake; with `--strict` it stops the command. Returns all findings. */
export function checkLint(experiment: Experiment, options: { strict?: boolean; json?: boolean }): LintWarning[] {
  const findings = [...lintStudy(experiment.config, experiment.inputs), ...lintLongPrompt(experiment)];
  const problems = findings.map((finding) => ({
    rule: finding.rule,
    problem: asProblem(finding, experiment),
  }));
  if (options.strict) throwIfAny(problems.map(({ problem }) => problem));
  if (!options.json) showWarnings(problems);
  return problems.map(({ rule, problem: { what, todo, where } }) => ({ rule, what, todo, ...(where && { where }) }));
}

/** For commands that make something: how much there is to look at is noted, once, in the log. */
export function noteLint(experiment: Experiment, { strict = false }: { strict?: boolean }): Experiment {
  const { length } = checkLint(experiment, { strict, json: true });
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

function showWarnings(problems: readonly { rule: string; problem: Problem }[]): void {
  const counts = new Map<string, number>();
  for (const { rule, problem } of problems) {
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (count <= shownOfRule) process.stderr.write(`warning  ${describeProblem(problem)}\n`);
  }
  for (const [rule, count] of counts) {
    if (count > shownOfRule)
      process.stderr.write(`warning  ${count - shownOfRule} more of ${rule}; --json has them all\n`);
  }
}
