import type { ProbeAnalysis } from '../probes/analyse-probes.js';
import type { MeanOfAnswers } from '../probes/mean-of-answers.js';
import { number, range } from './format-cell.js';
import { numbers, words, type ReportTable } from './report-table.js';

/** The tables of what participants answered in private, those that have rows. */
export function probeTables(probes: ProbeAnalysis): ReportTable[] {
  const tables = [opinions(probes), flips(probes), shifts(probes), unshown(probes), ...consistency(probes)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function opinions({ opinions: rows }: ProbeAnalysis): ReportTable {
  return {
    name: 'opinions',
    title: 'Opinions over time: means of numbers, shares of categories',
    columns: [...words('probe', 'condition', 'arm', 'time'), ...numbers('turns', 'n', 'mean', '95 % interval')],
    rows: rows.map(({ probe, value, condition, arm, time, turns, n, mean, interval }) => [
      value === undefined ? probe : `${probe}: ${value}`,
      ...[condition, arm, time, String(turns), String(n), number(mean), range(interval)],
    ]),
  };
}

function flips({ changes }: ProbeAnalysis): ReportTable {
  return {
    name: 'opinion-flips',
    title:
      'Shares of participants who changed their answer, with the controls; due to the discussion: exposed − unexposed',
    columns: [
      ...words('probe', 'condition'),
      ...numbers('n', 'exposed', 'unexposed', 'retest', 'due to the discussion', '95 % interval'),
    ],
    rows: changes.map(({ probe, condition, flips: { exposed, unexposed, retest, due } }) => [
      ...[probe, condition, String(due?.n ?? 0)],
      ...[exposed, unexposed, retest, due].map(meanOf),
      range(due?.interval),
    ]),
  };
}

function shifts({ changes }: ProbeAnalysis): ReportTable {
  return {
    name: 'opinion-change',
    title:
      'Mean change of opinion from the first answer to the last; due to the discussion: exposed − unexposed. Drawn: of the answers; expected: of what the model held possible, without the chance of drawing',
    columns: [
      ...words('probe', 'condition', 'answers'),
      ...numbers('n', 'exposed', 'unexposed', 'due to the discussion', '95 % interval'),
    ],
    rows: changes.flatMap(({ probe, condition, shift: drawn, expectedShift: expected }) =>
      Object.entries({ drawn, expected }).flatMap(([answers, shift]) =>
        shift
          ? [
              [
                ...[probe, condition, answers, String(shift.due?.n ?? 0)],
                ...[shift.exposed, shift.unexposed, shift.due].map(meanOf),
                range(shift.due?.interval),
              ],
            ]
          : [],
      ),
    ),
  };
}

function unshown({ unshown: rows }: ProbeAnalysis): ReportTable {
  return {
    name: 'opinion-change-not-shown',
    title: 'Probes whose change is not shown',
    columns: words('probe', 'reason'),
    rows: rows.map(({ probe, reason }) => [probe, reason]),
  };
}

/** Personas are many: for files only. */
function consistency({ consistency: rows }: ProbeAnalysis): ReportTable[] {
  const cells = numbers('n', 'coherent', '95 % interval');
  const cellsOf = (mean: MeanOfAnswers): string[] => [String(mean.n), number(mean.mean), range(mean.interval)];
  const title = 'Share of coherent answers to a question and its negation';
  return [
    {
      name: 'consistency',
      title,
      columns: [...words('probe', 'negates', 'model'), ...cells],
      rows: rows.flatMap((row) =>
        row.persona === undefined ? [[row.probe, row.negates, row.model, ...cellsOf(row)]] : [],
      ),
    },
    {
      name: 'consistency-by-persona',
      title: `${title}, by persona`,
      isLong: true,
      columns: [...words('probe', 'negates', 'model', 'persona'), ...cells],
      rows: rows.flatMap((row) =>
        row.persona === undefined ? [] : [[row.probe, row.negates, row.model, row.persona, ...cellsOf(row)]],
      ),
    },
  ];
}

function meanOf(mean: MeanOfAnswers | undefined): string {
  return number(mean?.mean);
}
