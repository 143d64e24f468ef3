import type { CalibratedCoder } from '../calibration/calibrate-coder.js';
import type { Calibration } from '../calibration/calibrate.js';
import { number, range } from './format-cell.js';
import { numbers, words, type ReportTable } from './report-table.js';

/** Annotators beside people. */
export function calibrationTables(calibrations: readonly Calibration[]): ReportTable[] {
  return [summary(calibrations), verdicts(calibrations), bias(calibrations), confusion(calibrations)];
}

function summary(calibrations: readonly Calibration[]): ReportTable {
  return {
    name: 'calibration',
    title: 'Annotators beside people',
    columns: [
      ...words('metric', 'part', 'coder'),
      ...numbers('comments', 'people', 'alpha', '95 % interval', 'kappa', '95 % interval', 'difference'),
    ],
    rows: calibrations.flatMap(({ metric, part, comments, humans, humanAlpha, humanKappa, coders }) => {
      const row = (
        coder: string,
        { alpha, kappa, difference }: Partial<Pick<CalibratedCoder, 'alpha' | 'kappa' | 'difference'>>,
      ): string[] => [
        ...[metric, part, coder, String(comments), String(humans)],
        ...[number(alpha?.estimate), range(alpha?.interval)],
        ...[number(kappa?.estimate), range(kappa?.interval)],
        number(difference),
      ];
      return [
        ...coders.map((one) => row(one.coder, one)),
        ...(humans > 1 ? [row('people among each other', { alpha: humanAlpha, kappa: humanKappa })] : []),
      ];
    }),
  };
}

function verdicts(calibrations: readonly Calibration[]): ReportTable {
  return {
    name: 'alternative-test',
    title: 'Alternative annotator test: may the coder replace a person?',
    columns: [
      ...words('metric', 'part', 'coder'),
      ...numbers('people', 'advantage', 'ω (ε 0.2)', 'ω (ε 0.15)', 'ω (ε 0.1)'),
      ...words('passes at'),
    ],
    rows: calibrations.flatMap(({ metric, part, coders }) =>
      coders.flatMap(({ coder, alternative }) => {
        if (!alternative) return [];
        const passed = alternative.verdicts.filter(({ passes }) => passes).map(({ epsilon }) => `ε ${epsilon}`);
        return [
          [
            ...[metric, part, coder, String(alternative.humans), number(alternative.advantage)],
            ...alternative.verdicts.map(({ winningRate }) => number(winningRate)),
            passed.join(', ') || 'none',
          ],
        ];
      }),
    ),
  };
}

function bias(calibrations: readonly Calibration[]): ReportTable {
  return {
    name: 'calibration-bias',
    title: 'Bias by label: of ordered labels the mean difference to people, of categories the difference in share',
    isLong: true,
    columns: [...words('metric', 'part', 'coder', 'label by people'), ...numbers('n', 'bias')],
    rows: calibrations.flatMap(({ metric, part, values, coders }) =>
      coders.flatMap(({ coder, bias: own }) =>
        own.map((each) => [metric, part, coder, String(values[each.value]), String(each.n), number(each.bias)]),
      ),
    ),
  };
}

function confusion(calibrations: readonly Calibration[]): ReportTable {
  return {
    name: 'confusion',
    title: 'Confusion: labels of people and of coders on the same comments',
    isLong: true,
    columns: [...words('metric', 'part', 'coder', 'label by people', 'label by coder'), ...numbers('n')],
    rows: calibrations.flatMap(({ metric, part, values, coders }) =>
      coders.flatMap(({ coder, confusion: rows }) =>
        rows.flatMap((row, human) =>
          row.map((count, label) => [
            ...[metric, part, coder, String(values[human]), String(values[label])],
            String(count),
          ]),
        ),
      ),
    ),
  };
}
