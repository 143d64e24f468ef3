import type { Analysis } from '../analyse.js';
import type { ReferenceComparison } from '../compare-with-reference.js';

/** A table for people: cells are formatted. */
export interface ReportTable {
  /** As in file names. */
  name: string;
  title: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** For files only: too long for a terminal. */
  isLong?: true;
}

/** The tables of a report that have rows, in the order of reading. */
export function reportTables(analysis: Analysis, reference?: ReferenceComparison): ReportTable[] {
  return [
    flow(analysis),
    manipulation(analysis),
    descriptives(analysis),
    contrasts(analysis, 'declared'),
    contrasts(analysis, 'exploratory'),
    labels(analysis),
    ...(reference ? [referenceMeasures(reference), divergence(reference), detectability(reference)] : []),
  ].filter(({ rows }) => rows.length > 0);
}

function flow({ flow: rows }: Analysis): ReportTable {
  return {
    name: 'flow',
    title: 'From plan to analysis: discussions, and what happened in their turns',
    header: [
      'condition',
      'planned',
      'generated',
      'withdrawn',
      'annotated',
      'analysed',
      'turns',
      'flagged',
      'resampled',
    ],
    rows: rows.map((row) => [
      row.condition,
      ...[row.planned, row.generated, row.withdrawn, row.annotated, row.analysed].map(number),
      ...[row.turns, row.flagged, row.resampled].map(number),
    ]),
  };
}

function manipulation({ manipulation: rows }: Analysis): ReportTable {
  return {
    name: 'manipulation',
    title: 'Manipulation check: the design and what became of it',
    header: ['condition', 'what', 'designed', 'realised'],
    rows: rows.map(({ condition, what, designed, realised }) => [condition, what, number(designed), number(realised)]),
  };
}

function descriptives({ descriptives: rows }: Analysis): ReportTable {
  return {
    name: 'descriptives',
    title: 'Measures by condition',
    header: ['measure', 'condition', 'n', 'mean', '95 % interval', 'sd', 'median', 'min', 'max'],
    rows: rows
      .toSorted((one, other) => one.measure.localeCompare(other.measure, 'en'))
      .map((row) => [
        row.measure,
        row.condition,
        String(row.n),
        number(row.mean),
        range(row.interval),
        ...[row.sd, row.median, row.minimum, row.maximum].map(number),
      ]),
  };
}

function contrasts({ effects, notComputed }: Analysis, status: 'declared' | 'exploratory'): ReportTable {
  const isDeclared = status === 'declared';
  const rows = effects.filter((effect) => effect.status === status);
  const missing = isDeclared ? notComputed : [];
  const hasReasons = isDeclared && (missing.length > 0 || rows.some(({ untested }) => untested !== undefined));
  const header = ['contrast', 'measure', 'n', 'difference', '95 % interval', 'effect', "Cliff's delta"];
  const more = [...(isDeclared ? ['p', 'p adjusted'] : []), 'without resampled'];
  const without = [...header.slice(2), ...more].map(() => '–');
  return {
    name: `contrasts-${status}`,
    title: isDeclared ? 'Declared contrasts' : 'Exploratory contrasts',
    header: [...header, ...more, ...(hasReasons ? ['not tested because'] : [])],
    rows: [
      ...rows.map((effect) => [
        effect.contrast,
        effect.measure,
        effect.pairs === undefined ? effect.n.join(' + ') : `${effect.pairs} pairs`,
        number(effect.difference),
        range(effect.interval),
        effect.design === 'paired' ? `d_av ${number(effect.dAv)}` : `g ${number(effect.hedgesG)}`,
        number(effect.cliffsDelta),
        ...(isDeclared ? [probability(effect.p), probability(effect.pAdjusted)] : []),
        number(effect.withoutResampled),
        ...(hasReasons ? [effect.untested ?? ''] : []),
      ]),
      ...missing.map(({ contrast, measure, reason }) => [contrast, measure, ...without, reason]),
    ],
  };
}

function labels({ labelsOverTurns: rows }: Analysis): ReportTable {
  return {
    name: 'labels-over-turns',
    title: 'Labels over turns',
    isLong: true,
    header: ['metric', 'condition', 'turn', 'n', 'mean'],
    rows: rows.map(({ metric, condition, turn, n, mean }) => [
      metric,
      condition,
      String(turn),
      String(n),
      number(mean),
    ]),
  };
}

function referenceMeasures({ measures: rows }: ReferenceComparison): ReportTable {
  return {
    name: 'reference',
    title: 'The study beside the reference',
    header: ['measure', 'study n', 'study mean', '95 % interval', 'reference n', 'reference mean', '95 % interval'],
    rows: rows.map(({ measure, study, reference }) => [
      measure,
      ...[study, reference].flatMap((each) => [String(each.n), number(each.mean), range(each.interval)]),
    ]),
  };
}

function divergence({ diversity: rows }: ReferenceComparison): ReportTable {
  return {
    name: 'divergence',
    title: 'Diversity of discussions against the reference (Jensen-Shannon in nats)',
    header: ['condition', 'n', 'divergence', 'p', 'floor', 'Wasserstein-1'],
    rows: rows.map((row) => [
      row.condition,
      String(row.n),
      number(row.divergence),
      probability(row.p),
      number(row.floor),
      number(row.wasserstein),
    ]),
  };
}

function detectability({ detectability: found }: ReferenceComparison): ReportTable {
  return {
    name: 'detectability',
    title: 'Detectability by surface features (0.5: indistinguishable by these features, and nothing more)',
    header: ['comments', 'discussions', 'AUC', '95 % interval'],
    rows: found
      ? [[found.comments.join(' + '), found.discussions.join(' + '), number(found.auc), range(found.interval)]]
      : [],
  };
}

/** Three significant digits, without an exponent. */
function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return minus(String(value));
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return minus(value.toFixed(digits));
}

function probability(value: number | undefined): string {
  if (value === undefined) return '–';
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

function range(interval: { low: number; high: number } | undefined): string {
  return interval ? `[${number(interval.low)}, ${number(interval.high)}]` : '–';
}

function minus(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
