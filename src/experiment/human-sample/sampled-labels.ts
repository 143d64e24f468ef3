import type { LabelSource } from '../../analysis/agreement/collect-labels.js';
import { weightedMeans, type WeightedMeans } from '../../analysis/calibration/weighted-means.js';
import { commentLabels, type Categories, type LabelChoice } from '../../analysis/labels.js';
import type { DiscussionRecord, MetricRecord } from '../../documents/records.js';
import type { SampleKey, SampledPlace } from '../../inputs/human-labels/sample-key.js';
import { plainForm } from '../../plain-form.js';

/** Labels of models and people for every comment that people could have been asked about. */
export interface SampledLabels {
  comments: readonly SampledLabel[];
  /** What is compared: a metric, or a value of one, as a number. */
  outcomes: readonly string[];
  means: readonly WeightedMeans[];
  notes: readonly string[];
}

export interface SampledLabel extends SampledPlace {
  id: string;
  isModerator: boolean;
  discussion: Pick<DiscussionRecord, 'id' | 'condition' | 'factors' | 'replicate'>;
  /** By outcome: the mean over coders. */
  byModels: ReadonlyMap<string, number>;
  byPeople: ReadonlyMap<string, number>;
}

interface Sources {
  metrics: ReadonlyMap<string, MetricRecord>;
  ofModels: readonly LabelSource[];
  ofPeople: readonly LabelSource[];
}

export interface SampledCollection {
  isIn(discussion: DiscussionRecord): boolean;
  add(discussion: DiscussionRecord, sources: Sources): void;
  results(): SampledLabels;
}

export function collectSampledLabels(key: SampleKey, choice: LabelChoice): SampledCollection {
  const comments: SampledLabel[] = [];
  return {
    isIn: ({ id, comments: own }) => own.some(({ turn }) => key.frame.has(`${id}/${turn}`)),
    add({ id, condition, factors, replicate, comments: own }, { metrics, ofModels, ofPeople }) {
      const categories = categoriesIn(metrics);
      const plain = ofModels.filter(({ annotation: { form } }) => form === plainForm);
      const [byModels, byPeople] = [byTurn(plain, categories, choice), byTurn(ofPeople, categories, 'drawn')];
      const discussion = { id, condition, ...(factors && { factors }), replicate };
      for (const { turn, actor } of own) {
        const place = key.frame.get(`${id}/${turn}`);
        if (!place) continue;
        const labels = { byModels: byModels.get(turn) ?? noLabels, byPeople: byPeople.get(turn) ?? noLabels };
        comments.push({ id: `${id}/${turn}`, isModerator: actor.isModerator, ...place, discussion, ...labels });
      }
    },
    results: () => resultsOf(comments, key),
  };
}

const noLabels: ReadonlyMap<string, number> = new Map();

function categoriesIn(metrics: Sources['metrics']): Categories {
  return new Map([...metrics].flatMap(([name, { metric }]) => ('values' in metric ? [[name, metric.values]] : [])));
}

function byTurn(
  sources: readonly LabelSource[],
  categories: Categories,
  choice: LabelChoice,
): Map<number, Map<string, number>> {
  const turns = new Map<number, Map<string, number>>();
  for (const { metric, turn, value } of commentLabels(sources, categories, choice)) {
    const own = turns.get(turn) ?? new Map<string, number>();
    turns.set(turn, own.set(metric, value));
  }
  return turns;
}

function resultsOf(comments: readonly SampledLabel[], key: SampleKey): SampledLabels {
  const outcomes = [...new Set(comments.flatMap(({ byPeople }) => [...byPeople.keys()]))];
  const means = outcomes.flatMap(
    (outcome) =>
      weightedMeans(
        outcome,
        comments.map(({ stratum, probability, isDrawn, byModels, byPeople }) => {
          const [model, person] = [byModels.get(outcome), byPeople.get(outcome)];
          return {
            ...{ stratum, probability, isDrawn },
            ...(model !== undefined && { byModels: model }),
            ...(person !== undefined && { byPeople: person }),
          };
        }),
      ) ?? [],
  );
  const drawn = [...key.frame.values()].filter(({ isDrawn }) => isDrawn).length;
  const labelled = comments.filter(({ byPeople }) => byPeople.size > 0).length;
  const strata = new Set(Array.from(key.frame.values(), ({ stratum }) => stratum)).size;
  const gone = key.frame.size - comments.length;
  return {
    comments,
    outcomes,
    means,
    notes: [
      `People labelled ${labelled} of ${drawn} drawn comments, a ${strata > 1 ? `stratified sample (${strata} strata)` : 'simple random sample'} of ${key.frame.size}. Agreement, bias and confusion describe the labelled comments; weighted means estimate all that could be drawn.`,
      ...(labelled < drawn
        ? ['Drawn comments without a label by people are taken as missing at random within their stratum.']
        : []),
      ...(gone > 0 ? [`${gone} comments of the key are no longer in the study; they are left out.`] : []),
    ],
  };
}
