import type { AnnotatedComment, LabelScore, PublishedMetric } from '../generated/annotation.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { annotatorIdOf } from '../persona-id.js';
import { originalAnnotationRecord } from './original/original-annotation-record.js';
import { traitsOf } from './original/parse-prompt.js';
import { defaultSet } from '../default-set.js';
import type { AnnotationEntry, AnnotationRecord, ColumnType, LabelRecord, ScoreRecord } from './records.js';

/** Converts an annotation file, ours or any version of the original's, to the form that rows are made from. */
export function annotationRecord(source: AnnotationFile): AnnotationRecord {
  return source.origin === 'original' ? originalAnnotationRecord(source) : ourAnnotationRecord(source);
}

type OurFile = Extract<AnnotationFile, { origin: 'syndisco' }>;

function ourAnnotationRecord({ document, folder }: OurFile): AnnotationRecord {
  const { annotator, comments } = document;
  const { metrics, labelOf } = asked(document);
  return {
    discussionId: document.conv_id,
    annotator: annotator.name,
    annotatorId: annotator.id ?? annotatorIdOf(document.id),
    model: document.annotator_model,
    prompt: document.annotator_prompt,
    traits: traitsOf(annotator.persona),
    timestamp: document.timestamp,
    historyLength: document.ctx_length,
    folder,
    repeat: document.repeat,
    set: document.annotation_set ?? defaultSet,
    ...sampleOf(document),
    metrics,
    entries: document.logs.map(([text, answer], index) => {
      const comment = comments[index];
      return {
        turn: comment?.turn ?? null,
        text,
        answer,
        labels:
          metrics.size === 0
            ? noLabels
            : new Map([...metrics.keys()].map((metric) => [metric, labelOf(metric, comment)])),
      };
    }),
  };
}

/** Without a sample, every discussion is annotated. */
function sampleOf({
  seed,
  sample,
  inclusion_probability: probability = 1,
}: OurFile['document']): Pick<AnnotationRecord, 'sample' | 'inclusionProbability'> {
  return {
    inclusionProbability: probability,
    sample: sample ? { seed, probability, isPaired: sample.paired } : null,
  };
}

interface Asked {
  metrics: AnnotationRecord['metrics'];
  labelOf: (metric: string, comment: AnnotatedComment | undefined) => LabelRecord;
}

function asked({ metrics = {}, label }: OurFile['document']): Asked {
  const isMean = ({ type }: PublishedMetric): boolean => type === 'integer' && label === 'expected';
  const typeOf = (metric: PublishedMetric): ColumnType =>
    isMean(metric) ? 'number' : metric.type === 'integer' ? 'integer' : 'text';
  return {
    metrics: new Map(
      Object.entries(metrics).map(([name, metric]) => [name, { type: typeOf(metric), scale: scaleOf(metric) }]),
    ),
    labelOf(name, comment) {
      const [value, score, metric] = [comment?.labels?.[name], comment?.scores?.[name], metrics[name]];
      const scored = score && metric && { score: scoreRecord(score, metric) };
      if (value !== undefined) return { status: value === null ? 'cannot_judge' : 'ok', value, ...scored };
      const isUnscored = metric !== undefined && isMean(metric) && !score;
      return { status: isUnscored ? 'unscored' : 'invalid', value: null, ...scored };
    },
  };
}

/** Whether an annotator may decline to judge is no part of it. */
function scaleOf({ type, minimum, maximum, values }: PublishedMetric): string {
  return JSON.stringify([type, minimum, maximum, values]);
}

/** Shared, because a data set has an entry per comment and annotator. */
const noLabels: AnnotationEntry['labels'] = new Map();

function scoreRecord(
  { probabilities, expected, legal_mass: legalMass }: LabelScore,
  metric: PublishedMetric,
): ScoreRecord {
  const chances = valuesOf(metric).map((value) => [value, probabilities[value] ?? 0] as const);
  return { probabilities: chances, expected: expected ?? null, legalMass };
}

/** In the order of the config, which the keys of an object do not keep if they look like numbers. */
function valuesOf(metric: PublishedMetric): string[] {
  if (metric.type === 'category') return metric.values ?? [];
  const { minimum = 0, maximum = -1 } = metric;
  return Array.from({ length: maximum - minimum + 1 }, (_, step) => String(minimum + step));
}
