import type { DiscussionRecord } from '../documents/records.js';
import type { LabelSource } from './agreement/collect-labels.js';
import { labelMeasure, type DiscussionFigures } from './discussion-figures.js';
import type { ContrastEffect } from './effects/compare-all.js';
import { compareAll } from './effects/compare-all.js';
import { coderKey, commentLabels, type Categories, type LabelChoice } from './labels.js';
import { participantTurns } from './measures/measure.js';
import type { OpenRandom } from './open-random.js';
import type { StudyDesign } from './analyse.js';

/** One declared contrast of a label, computed from each specification of the annotation alone. */
export interface MultiverseRow {
  contrast: string;
  /** The measure of the label. */
  measure: string;
  /** Annotation set × coder × form of the question, each with a value. */
  specifications: number;
  /** The difference of the report: of the whole panel. */
  difference: number;
  /** Share of specifications whose difference has its sign. */
  sameSign: number;
  /** Share with its verdict: an adjusted p below 0.05 with this sign, or none; undefined if the report has no test. */
  sameVerdict: number | undefined;
  smallest: number;
  largest: number;
}

/** Keeps each specification's labels of the discussions that pass by: a few numbers each. */
export interface Multiverse {
  add(discussion: DiscussionRecord, annotations: readonly LabelSource[]): void;
  rows(figures: readonly DiscussionFigures[], effects: readonly ContrastEffect[], design: StudyDesign): MultiverseRow[];
}

interface MultiverseOptions {
  categories: Categories;
  labels: LabelChoice;
  openRandom: OpenRandom;
}

const significant = 0.05;

/**
 * Every declared contrast across annotation sets (model, temperature, instruction), coders and forms of the question. A
 * set, a coder or a form decides the finding where the share of equal verdicts is small.
 */
export function multiverse({ categories, labels, openRandom }: MultiverseOptions): Multiverse {
  const specifications = new Map<string, Map<string, ReadonlyMap<string, number>>>();
  return {
    add(discussion, annotations) {
      const own = new Set(participantTurns(discussion).map(({ turn }) => turn));
      for (const [key, sources] of groupBySpecification(annotations)) {
        const found = commentLabels(sources, categories, labels).filter(({ turn }) => own.has(turn));
        const byDiscussion = specifications.get(key) ?? new Map<string, ReadonlyMap<string, number>>();
        specifications.set(key, byDiscussion.set(discussion.id, meansOf(found)));
      }
    },
    rows(figures, effects, design) {
      const declared = effects.filter(
        ({ status, measure }) => status === 'declared' && measure.startsWith(labelMeasure('')),
      );
      if (declared.length === 0 || specifications.size < 2) return [];
      const names = [...new Set(declared.map(({ measure }) => measure))];
      const all = [...specifications].map(([key, values]) => {
        const own = figures.flatMap((each) => {
          const labelsOf = values.get(each.id);
          return labelsOf ? [{ ...each, values: labelsOf }] : [];
        });
        const random: OpenRandom = (...purpose) => openRandom('multiverse', key, ...purpose);
        return compareAll({ figures: own, names, design, openRandom: random, analysed: new Set() }).effects;
      });
      return declared.map((effect) =>
        rowOf(
          effect,
          all.flatMap((each) => each.find((other) => isSame(other, effect)) ?? []),
        ),
      );
    },
  };
}

function groupBySpecification(annotations: readonly LabelSource[]): Map<string, LabelSource[]> {
  const groups = new Map<string, LabelSource[]>();
  for (const source of annotations) {
    const { set, form } = source.annotation;
    const key = JSON.stringify([set, coderKey(source.annotation), form]);
    const own = groups.get(key);
    if (own) own.push(source);
    else groups.set(key, [source]);
  }
  return groups;
}

function meansOf(labels: ReturnType<typeof commentLabels>): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { metric, value } of labels) {
    const { sum, n } = sums.get(metric) ?? { sum: 0, n: 0 };
    sums.set(metric, { sum: sum + value, n: n + 1 });
  }
  return new Map(Array.from(sums, ([metric, { sum, n }]) => [labelMeasure(metric), sum / n]));
}

function isSame(one: ContrastEffect, other: ContrastEffect): boolean {
  return one.status === 'declared' && one.contrast === other.contrast && one.measure === other.measure;
}

function rowOf(effect: ContrastEffect, others: readonly ContrastEffect[]): MultiverseRow {
  const { contrast, measure, difference } = effect;
  const differences = others.map((other) => other.difference);
  const verdict = verdictOf(effect);
  return {
    ...{ contrast, measure, difference },
    specifications: others.length,
    sameSign: shareOf(others, (other) => Math.sign(other.difference) === Math.sign(difference)),
    sameVerdict: verdict === undefined ? undefined : shareOf(others, (other) => verdictOf(other) === verdict),
    smallest: Math.min(...differences),
    largest: Math.max(...differences),
  };
}

/** The sign of a difference that is significant, 0 for one that is not; undefined without a test. */
function verdictOf({ pAdjusted, difference }: ContrastEffect): number | undefined {
  if (pAdjusted === undefined) return undefined;
  return pAdjusted < significant ? Math.sign(difference) : 0;
}

function shareOf(effects: readonly ContrastEffect[], is: (effect: ContrastEffect) => boolean): number {
  return effects.filter(is).length / effects.length;
}
