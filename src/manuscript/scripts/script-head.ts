import type { ScriptFacts } from './script-facts.js';

/** What both scripts say first, as lines of a comment. */
export function scriptHead(facts: ScriptFacts, usage: string): string {
  const { experiment, version, status, contrasts, isPaired } = facts;
  const which =
    contrasts.length === 0
      ? ['There is only one condition, so nothing is compared: the script describes the data.']
      : status === 'declared'
        ? [
            'The contrasts below were declared in the config and frozen with the plan before any text was generated.',
            'Their p-values are adjusted (Holm) over the contrasts of an outcome.',
          ]
        : [
            'No contrast was declared before the data were seen: all pairs of levels are compared, which is exploratory.',
            'There are estimates and intervals, and no p-values to test with.',
          ];
  const lines = [
    `Analysis of ${JSON.stringify(experiment)}, from the tidy tables in this folder.`,
    `Written by syndisco ${version} (export --tidy --scripts). The next such export replaces this file: copy it before`,
    'you change it.',
    '',
    usage,
    '',
    ...which,
    '',
    'Every contrast is "first -> second", estimated as second - first in the rows that have one of the two levels.',
    'Other factors that vary among these rows are covariates, so that the estimate is averaged over them.',
    'Rows are comments of participants that a model wrote: no seed opinions, no moderator.',
    'Comments of one discussion resemble each other: the discussion is the unit of the design, so the number of',
    'discussions, not that of comments, is what an estimate rests on.',
    ...(isPaired
      ? ['The design is paired: replicate r has the same topic and participants in every condition (set_up).']
      : []),
    'Repeats of a coder show stability and are no further coders: only the first is analysed.',
    'INVALID and "cannot judge" are missing values; the script prints how many there are.',
  ];
  return lines.map((line) => (line === '' ? '#' : `# ${oneLine(line)}`)).join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]/g, ' ');
}
