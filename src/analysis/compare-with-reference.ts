import type { ActorRecord, DiscussionRecord } from '../documents/records.js';
import { describe, type Descriptive } from './descriptives.js';
import { detect, featureSample, type Detectability } from './detectability/detectability.js';
import type { DiscussionFigures } from './discussion-figures.js';
import { compareDistributions, type DistributionComparison } from './divergence/compare-distributions.js';
import { discussionDiversity } from './measures/diversity.js';
import { participantComments, type MeasureOptions } from './measures/measure.js';
import { measuresOfTexts } from './measures/registry.js';
import type { OpenRandom } from './open-random.js';

/** A discussion of a reference corpus. */
export interface ReferenceDiscussion {
  id: string;
  comments: readonly { author: string; text: string }[];
}

type Figures = Omit<Descriptive, 'condition' | 'measure'>;

export interface ReferenceComparison {
  discussions: number;
  comments: number;
  /** Of comments of the reference. */
  pairs: { all: number; withoutTokens: number };
  /** The figures that a corpus without a design has, too. */
  measures: readonly { measure: string; study: Figures; reference: Figures }[];
  /** Over all conditions, then condition by condition. */
  diversity: readonly (DistributionComparison & { condition: string })[];
  /** Undefined if a corpus has fewer than five discussions. */
  detectability: Detectability | undefined;
}

/** Collects what detectability needs of the study, discussion by discussion. */
export function collectStudyTexts(openRandom: OpenRandom): {
  add(discussion: DiscussionRecord): void;
  compare(
    figures: readonly DiscussionFigures[],
    reference: readonly ReferenceDiscussion[],
    options: MeasureOptions,
  ): ReferenceComparison;
} {
  const sample = featureSample(openRandom('sample', 'study'));
  return {
    add: (discussion) => {
      sample.add(participantComments(discussion).map(({ text }) => text));
    },
    compare: (figures, reference, options) => compare({ figures, reference, options, openRandom, study: sample.kept }),
  };
}

function compare(known: {
  figures: readonly DiscussionFigures[];
  reference: readonly ReferenceDiscussion[];
  options: MeasureOptions;
  openRandom: OpenRandom;
  study: ReturnType<typeof featureSample>['kept'];
}): ReferenceComparison {
  const { figures, reference, options, openRandom, study } = known;
  const records = reference.map(asRecord);
  const ofStudy = (measure: string, own = figures): number[] => own.flatMap(({ values }) => values.get(measure) ?? []);
  const ofReference = new Map(
    measuresOfTexts.map(({ name, of }) => [name, records.flatMap((record) => of(record, options) ?? [])]),
  );
  const measures = measuresOfTexts.flatMap(({ name }) => {
    const [one, other] = [ofStudy(name), ofReference.get(name) ?? []];
    if (one.length === 0 || other.length === 0) return [];
    const figuresOf = (values: number[], corpus: string): Figures =>
      describe(
        values.map((value) => ({ topic: undefined, value })),
        { cluster: 'discussion', random: openRandom('mean', corpus, name) },
      );
    return [{ measure: name, study: figuresOf(one, 'study'), reference: figuresOf(other, 'reference') }];
  });
  const sample = featureSample(openRandom('sample', 'reference'));
  for (const { comments } of reference) sample.add(comments.map(({ text }) => text));
  const conditions = [...new Set(figures.map(({ condition }) => condition))];
  const groups = [
    { condition: 'all', own: figures },
    ...(conditions.length > 1
      ? conditions.map((condition) => ({ condition, own: figures.filter((each) => each.condition === condition) }))
      : []),
  ];
  const diversities = ofReference.get('diversity') ?? [];
  return {
    discussions: reference.length,
    comments: reference.reduce((sum, { comments }) => sum + comments.length, 0),
    pairs: countPairs(records, options),
    measures,
    diversity: groups.map(({ condition, own }) => ({
      condition,
      ...compareDistributions({
        values: ofStudy('diversity', own),
        reference: diversities,
        random: openRandom('divergence', condition),
      }),
    })),
    detectability: detect(study, sample.kept, openRandom),
  };
}

function countPairs(records: readonly DiscussionRecord[], options: MeasureOptions): ReferenceComparison['pairs'] {
  const counts = { all: 0, withoutTokens: 0 };
  for (const record of records) {
    const { pairs, pairsWithoutTokens } = discussionDiversity(record, options);
    counts.all += pairs;
    counts.withoutTokens += pairsWithoutTokens;
  }
  return counts;
}

function asRecord({ id, comments }: ReferenceDiscussion): DiscussionRecord {
  const actors = new Map(comments.map(({ author }) => [author, actorCalled(author)]));
  return {
    id,
    timestamp: '',
    createdAt: '',
    historyLength: null,
    condition: 'reference',
    replicate: null,
    participants: [...actors.keys()],
    actors: [...actors.values()],
    comments: comments.map(({ author, text }, turn) => ({
      turn,
      actor: actors.get(author) ?? actorCalled(author),
      text,
      rawText: text,
      model: 'human',
      isOpening: false,
    })),
  };
}

function actorCalled(name: string): ActorRecord {
  return { name, role: 'participant', isModerator: false, prompt: '', traits: new Map() };
}
