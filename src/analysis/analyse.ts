import { describeMeasures, type Descriptive } from './descriptives.js';
import { labelMeasure, type DiscussionFigures } from './discussion-figures.js';
import type { Adjustment } from './effects/adjust-p-values.js';
import type { ClusterBy } from './effects/clusters.js';
import { compareAll, type ContrastEffect, type NotComputed } from './effects/compare-all.js';
import type { Contrast } from './effects/contrasts.js';
import { flowTable, type FlowRow } from './flow-table.js';
import type { LabelAtTurn, LabelsOverTurns } from './labels-over-turns.js';
import { checkManipulation, type DesignedCondition, type ManipulationCheck } from './manipulation-check.js';
import type { MeasureWords } from './measures/measure.js';
import { measures } from './measures/registry.js';
import { notesOn } from './notes.js';
import type { OpenRandom } from './open-random.js';

/** What an analysis knows besides the documents. */
export interface StudyDesign {
  isPaired: boolean;
  /** Frozen before there were data. */
  declared: readonly Contrast[];
  /** Contrasts of the config that the plan did not freeze: exploratory. */
  undeclared: readonly Contrast[];
  /** The plan froze contrasts that the config does not have any more. */
  isDeclaredUnknown: boolean;
  adjustment: Adjustment;
  /** What intervals and tests take as independent of each other. */
  cluster: ClusterBy;
  /** What the config says of labels, by metric or, for a category, `metric: value`. */
  labels: ReadonlyMap<string, LabelWords>;
  /** Planned discussions by condition; empty without a plan. */
  planned: ReadonlyMap<string, number>;
  /** Planned discussions that are left out on purpose. */
  withdrawn: readonly { id: string; condition: string; why: string }[];
  /** By condition; documents of other designs have none. */
  designed: ReadonlyMap<string, DesignedCondition>;
}

export type LabelWords = Pick<MeasureWords, 'title' | 'unit' | 'scale'>;

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
  /** Declared contrasts without an effect. */
  notComputed: readonly NotComputed[];
  /** What a reader must know to read the tables. */
  notes: readonly string[];
}

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
  const inOrder = [...byCondition.values()].flat();
  const compared = compareAll({ figures: inOrder, names, design, openRandom, analysed });
  const { effects, notComputed } = compared;
  const descriptives = describeMeasures(byCondition, names, { cluster: design.cluster, openRandom });
  return {
    conditions: byCondition.size,
    discussions: figures.length,
    measures: found,
    cluster: design.cluster,
    flow: flowTable(byCondition, design, effects.length > 0 ? analysed : undefined),
    manipulation: [...byCondition].flatMap(([name, own]) => checkManipulation(name, own, design.designed.get(name))),
    descriptives,
    labelsOverTurns: labels.rows(),
    ...{ effects, notComputed },
    notes: notesOn({ byCondition, descriptives, design, ...compared }),
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
