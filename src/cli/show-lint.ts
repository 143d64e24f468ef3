import type { Problem } from '../errors.js';
import type { LintFinding } from '../experiment/lint-experiment.js';
import { describeProblem } from './show-error.js';

/** A finding as `--json` shows it. */
export type LintWarning = Omit<Problem, 'code'> & { rule: string };

const shownOfRule = 5;

export function lintWarnings(findings: readonly LintFinding[]): LintWarning[] {
  return findings.map(({ rule, problem: { what, todo, where } }) => ({ rule, what, todo, ...(where && { where }) }));
}

/** Prints the first findings of each rule on stderr. */
export function showLint(findings: readonly LintFinding[]): void {
  const counts = new Map<string, number>();
  for (const { rule, problem } of findings) {
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (count <= shownOfRule) process.stderr.write(`warning  ${describeProblem(problem)}\n`);
  }
  for (const [rule, count] of counts) {
    if (count > shownOfRule)
      process.stderr.write(`warning  ${count - shownOfRule} more of ${rule}; --json lists all\n`);
  }
}

export function showNotices(notices: readonly string[]): void {
  for (const notice of notices) process.stderr.write(`notice  ${notice}\n`);
}
