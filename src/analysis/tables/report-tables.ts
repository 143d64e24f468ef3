import type { Analysis } from '../analyse.js';
import type { ReferenceComparison } from '../compare-with-reference.js';
import type { MeasureWords } from '../measures/measure.js';
import { measuresOfTexts } from '../measures/registry.js';
import { number, probability, range } from './format-cell.js';

/** A table for people: cells are formatted. */
export interface ReportTable {
  /** As in file names. */
  name: string;
  title: string;
  columns: readonly TableColumn[];
  rows: readonly (readonly string[])[];
  /** For files only: too long for a terminal. */
  isLong?: true;
}

interface TableColumn {
  title: string;
  /** Texts are set left, numbers right. */
  kind: 'words' | 'number';
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
    columns: [
      ...words('condition'),
      ...numbers('planned', 'generated', 'withdrawn', 'annotated', 'analysed', 'turns', 'flagged', 'resampled'),
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
    columns: [...words('condition', 'what'), ...numbers('designed', 'realised')],
    rows: rows.map(({ condition, what, designed, realised }) => [condition, what, number(designed), number(realised)]),
  };
}

function descriptives({ descriptives: rows, measures }: Analysis): ReportTable {
  return {
    name: 'descriptives',
    title: 'Measures by condition',
    columns: [...words('measure', 'condition'), ...numbers('n', 'mean', '95 % interval', 'sd', 'median', 'min', 'max')],
    rows: measures.flatMap(({ name, title }) =>
      rows
        .filter(({ measure }) => measure === name)
        .map((row) => [
          title,
          row.condition,
          String(row.n),
          number(row.mean),
          range(row.interval),
          ...[row.sd, row.median, row.minimum, row.maximum].map(number),
        ]),
    ),
  };
}

function contrasts({ effects, notComputed, measures }: Analysis, status: 'declared' | 'exploratory'): ReportTable {
  const isDeclared = status === 'declared';
  const rows = effects.filter((effect) => effect.status === status);
  const missing = isDeclared ? notComputed : [];
  const hasReasons = isDeclared && (missing.length > 0 || rows.some(({ untested }) => untested !== undefined));
  // A study has one design, so that one heading fits all rows.
  const size = rows[0]?.design === 'independent' ? "Hedges' g" : 'd_av';
  const tests = isDeclared ? ['p', 'p adjusted'] : [];
  const figures = ['n', 'difference', '95 % interval', size, "Cliff's delta", ...tests, 'without resampled'];
  return {
    name: `contrasts-${status}`,
    title: isDeclared ? 'Declared contrasts' : 'Exploratory contrasts',
    columns: [
      ...words('contrast', 'measure'),
      ...numbers(...figures),
      ...(hasReasons ? words('not tested because') : []),
    ],
    rows: [
      ...rows.map((effect) => [
        effect.contrast,
        nameOf(effect.measure, measures),
        effect.pairs === undefined ? effect.n.join(' + ') : `${effect.pairs} pairs`,
        number(effect.difference),
        range(effect.interval),
        number(effect.design === 'paired' ? effect.dAv : effect.hedgesG),
        number(effect.cliffsDelta),
        ...(isDeclared ? [probability(effect.p), probability(effect.pAdjusted)] : []),
        number(effect.withoutResampled),
        ...(hasReasons ? [effect.untested ?? ''] : []),
      ]),
      ...missing.map(({ contrast, measure, reason }) => [
        contrast,
        nameOf(measure, measures),
        ...figures.map(() => '–'),
        reason,
      ]),
    ],
  };
}

function labels({ labelsOverTurns: rows }: Analysis): ReportTable {
  return {
    name: 'labels-over-turns',
    title: 'Labels over turns',
    isLong: true,
    columns: [...words('metric', 'condition'), ...numbers('turn', 'n', 'mean')],
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
    columns: [
      ...words('measure'),
      ...numbers('study n', 'study mean', 'study 95 % interval'),
      ...numbers('reference n', 'reference mean', 'reference 95 % interval'),
    ],
    rows: rows.map(({ measure, study, reference }) => [
      nameOf(measure, measuresOfTexts),
      ...[study, reference].flatMap((each) => [String(each.n), number(each.mean), range(each.interval)]),
    ]),
  };
}

function divergence({ diversity: rows }: ReferenceComparison): ReportTable {
  return {
    name: 'divergence',
    title: 'Diversity of discussions against the reference (Jensen-Shannon in nats)',
    columns: [...words('condition'), ...numbers('n', 'divergence', 'p', 'floor', 'Wasserstein-1')],
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
    columns: numbers('comments', 'discussions', 'AUC', '95 % interval'),
    rows: found
      ? [[found.comments.join(' + '), found.discussions.join(' + '), number(found.auc), range(found.interval)]]
      : [],
  };
}

export function words(...titles: readonly string[]): TableColumn[] {
  return titles.map((title) => ({ title, kind: 'words' }));
}

export function numbers(...titles: readonly string[]): TableColumn[] {
  return titles.map((title) => ({ title, kind: 'number' }));
}

function nameOf(measure: string, known: readonly MeasureWords[]): string {
  return known.find(({ name }) => name === measure)?.title ?? measure;
}
