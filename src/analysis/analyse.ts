import { describeMeasures, type Descriptive } from './descriptives.js';
import { labelMeasure, type DiscussionFigures } from './discussion-figures.js';
import { adjustPValues, type Adjustment } from './effects/adjust-p-values.js';
import type { ClusterBy } from './effects/clusters.js';
import { compareLevels } from './effects/compare-levels.js';
import { describeContrast, listContrasts, type Contrast, type Status } from './effects/contrasts.js';
import type { Effect } from './effects/effect.js';
import { flowTable, type FlowRow } from './flow-table.js';
import type { LabelAtTurn, LabelsOverTurns } from './labels-over-turns.js';
import { checkManipulation, type DesignedCondition, type ManipulationCheck } from './manipulation-check.js';
import type { MeasureWords } from './measures/measure.js';
import { measures } from './measures/registry.js';
import type { OpenRandom } from './open-random.js';

/** What an analysis knows besides the documents. */
export interface StudyDesign {
  isPaired: boolean;
  declared: readonly Contrast[];
  adjustment: Adjustment;
  /** What intervals and tests take as independent of each other. */
  cluster: ClusterBy;
  /** What the config says of labels, by metric or, for a category, `metric: value`. */
  labels: ReadonlyMap<string, LabelWords>;
  /** Planned discussions by condition; empty without a plan. */
  planned: ReadonlyMap<string, number>;
  /** By condition; documents of other designs have none. */
  designed: ReadonlyMap<string, DesignedCondition>;
}

export type LabelWords = Pick<MeasureWords, 'title' | 'unit' | 'scale'>;

/** An effect with the contrast that it belongs to. */
export interface ContrastEffect extends Effect {
  contrast: string;
  status: Status;
  /** Only declared contrasts are tested. */
  pAdjusted: number | undefined;
}

export interface Analysis {
  conditions: number;
  discussions: number;
  measures: readonly MeasureWords[];
  cluster: ClusterBy;
  flow: readonly FlowRow[];
  manipulation: readonly ManipulationCheck[];
  descriptives: readonly Descriptive[];
  labelsOverTurns: readonly LabelAtTurn[];
  effects: readonly ContrastEffect[];
  /** What a reader must know to read the tables. */
  notes: readonly string[];
}

/** Fewer discussions in a condition are a pilot. */
const enoughDiscussions = 10;

/** All tables of a study, from the figures of its discussions. */
export function analyse(
  figures: readonly DiscussionFigures[],
  labels: LabelsOverTurns,
  design: StudyDesign,
  openRandom: OpenRandom,
): Analysis {
  const byCondition = groupByCondition(figures, design.planned);
  const found = measuresIn(figures, labels, design.labels);
  const names = found.map(({ name }) => name);
  const analysed = new Set<string>();
  const effects = compareAll({ figures: [...byCondition.values()].flat(), names, design, openRandom, analysed });
  const described = effects.length > 0 ? analysed : new Set(figures.map(({ id }) => id));
  return {
    conditions: byCondition.size,
    discussions: figures.length,
    measures: found,
    cluster: design.cluster,
    flow: flowTable(byCondition, design.planned, described),
    manipulation: [...byCondition].flatMap(([name, own]) => checkManipulation(name, own, design.designed.get(name))),
    descriptives: describeMeasures(byCondition, names, { cluster: design.cluster, openRandom }),
    labelsOverTurns: labels.rows(),
    effects,
    notes: notesOn({ figures, byCondition, effects, design }),
  };
}

/** In the order of the plan, then of the documents. */
function groupByCondition(
  figures: readonly DiscussionFigures[],
  planned: StudyDesign['planned'],
): Map<string, DiscussionFigures[]> {
  const groups = new Map<string, DiscussionFigures[]>();
  for (const condition of planned.keys()) {
    if (figures.some((each) => each.condition === condition)) groups.set(condition, []);
  }
  for (const each of figures) {
    const own = groups.get(each.condition);
    if (own) own.push(each);
    else groups.set(each.condition, [each]);
  }
  return groups;
}

function measuresIn(
  figures: readonly DiscussionFigures[],
  labels: LabelsOverTurns,
  known: StudyDesign['labels'],
): MeasureWords[] {
  const has = (name: string): boolean => figures.some(({ values }) => values.has(name));
  return [
    ...measures.map(({ name, title, unit, note, scale }) => ({ name, title, unit, note, scale })),
    ...labels.metrics().map((metric) => ({
      name: labelMeasure(metric),
      note: 'Over an annotator’s repeats, then annotators, then the comments of participants; seed opinions and the moderator are left out.',
      ...(known.get(metric) ?? { title: `Label: ${metric}`, unit: 'mean label', scale: 'number' as const }),
    })),
  ].filter(({ name }) => has(name));
}

interface Comparing {
  figures: readonly DiscussionFigures[];
  names: readonly string[];
  design: StudyDesign;
  openRandom: OpenRandom;
  analysed: Set<string>;
}

/** p-values are adjusted over the declared contrasts of a measure; exploratory ones have none. */
function compareAll({ names, design, ...rest }: Comparing): ContrastEffect[] {
  const contrasts = listContrasts(rest.figures, design.declared);
  return names.flatMap((measure) => {
    const effects = contrasts.flatMap((contrast) => {
      const effect = compareLevels({ contrast, measure, isPaired: design.isPaired, cluster: design.cluster, ...rest });
      return effect ? [{ ...effect, contrast: describeContrast(contrast), status: contrast.status }] : [];
    });
    const tested = effects.map(({ status, p }) => (status === 'declared' ? p : undefined));
    const adjusted = adjustPValues(tested, design.adjustment);
    return effects.map((effect, index) => ({ ...effect, p: tested[index], pAdjusted: adjusted[index] }));
  });
}

function notesOn(known: {
  figures: readonly DiscussionFigures[];
  byCondition: ReadonlyMap<string, readonly DiscussionFigures[]>;
  effects: readonly ContrastEffect[];
  design: StudyDesign;
}): string[] {
  const { figures, byCondition, effects, design } = known;
  const smallest = Math.min(...[...byCondition.values()].map((own) => own.length));
  const pairs = figures.reduce((sum, each) => sum + each.pairs.all, 0);
  const empty = figures.reduce((sum, each) => sum + each.pairs.withoutTokens, 0);
  const dropped = Math.max(0, ...effects.map(({ withoutPartner = 0 }) => withoutPartner));
  const declared = design.declared.length;
  const isCompared = design.isPaired && effects.length > 0;
  const method = { holm: 'Holm', bh: 'Benjamini-Hochberg' }[design.adjustment];
  return [
    ...(smallest < enoughDiscussions
      ? [
          `Pilot, not proof: a condition has only ${smallest} discussion${smallest === 1 ? '' : 's'}, and ${enoughDiscussions} are the least for a finding.`,
        ]
      : []),
    `The unit is the ${isCompared ? 'replicate, compared with itself in other conditions' : 'discussion'}. Intervals are 95 % percentile intervals of 2,000 seeded bootstrap resamples of ${design.cluster === 'topic' ? 'topics' : isCompared ? 'replicates' : 'discussions'}.`,
    ...(effects.some(({ clusters }) => clusters < enoughDiscussions)
      ? [`Intervals from fewer than ${enoughDiscussions} clusters are too narrow (Cameron, Gelbach & Miller 2008).`]
      : []),
    ...(declared > 0
      ? [
          `p-values are adjusted over the declared contrasts of a measure, ${declared} in all (${method}); exploratory contrasts are not tested.`,
        ]
      : effects.length > 0
        ? ['No contrast is declared in the config: all are exploratory, and none is tested.']
        : []),
    ...(dropped > 0
      ? [`Discussions without a partner in the other level are left out: up to ${dropped} in a contrast.`]
      : []),
    ...(empty > 0
      ? [
          `${empty} of ${pairs} pairs of comments have no token of a–z or 0–9 on one side and count as entirely different; for other scripts, use --tokens unicode.`,
        ]
      : []),
    'Diversity falls and rises with the length of comments: read both together. Higher is not better.',
  ];
}
