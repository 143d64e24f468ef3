import type { AnnotatedComment, LabelScore } from '../generated/annotation.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import type { Metric, WrittenMetric } from '../metrics/metric.js';
import { labelMetric, metricTypeOf, readMetric } from '../metrics/registry.js';
import { annotatorIdOf } from '../persona-id.js';
import { plainForm } from '../plain-form.js';
import { originalAnnotationRecord } from './original/original-annotation-record.js';
import { traitsOf } from './original/parse-prompt.js';
import { defaultSet } from '../default-set.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord, MetricRecord, ScoreRecord } from './records.js';

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
    form: document.form?.name ?? plainForm,
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

function asked({ metrics: written = {}, label }: OurFile['document']): Asked {
  const isMean = ({ type }: Metric): boolean => type === 'integer' && label === 'expected';
  const metrics = new Map(
    Object.entries(written).flatMap(([name, one]): [string, MetricRecord][] => {
      const metric = readMetric(name, one);
      const type = metric && (isMean(metric) ? 'number' : metricTypeOf(metric).column);
      return metric && type ? [[name, { type, scale: scaleOf(metric), metric }]] : [];
    }),
  );
  return {
    metrics,
    labelOf(name, comment) {
      const metric = metrics.get(name)?.metric;
      const [value, score] = [comment?.labels?.[name], comment?.scores?.[name]];
      const scored = score && metric && { score: scoreRecord(score, metric) };
      if (value !== undefined) return { status: value === null ? 'cannot_judge' : 'ok', value, ...scored };
      const isUnscored = metric !== undefined && isMean(metric) && !score;
      return { status: whyNone(comment, isUnscored), value: null, ...scored };
    },
  };
}

function whyNone(comment: AnnotatedComment | undefined, isUnscored: boolean): LabelRecord['status'] {
  if (isRefusal(comment)) return 'refused';
  return isUnscored ? 'unscored' : 'invalid';
}

function isRefusal(comment: AnnotatedComment | undefined): boolean {
  return comment?.finish_reason === 'refused' || comment?.finish_reason === 'content_filter';
}

/** Whether an annotator may decline to judge is no part of it, and neither is how the question is worded. */
function scaleOf(metric: Metric): string {
  const { type, minimum, maximum, values }: Partial<WrittenMetric> = metric;
  return JSON.stringify([type, minimum, maximum, values]);
}

/** Shared, because a data set has an entry per comment and annotator. */
const noLabels: AnnotationEntry['labels'] = new Map();

/** In the order of the config, which the keys of an object do not keep if they look like numbers. */
function scoreRecord({ probabilities, expected, legal_mass: legalMass }: LabelScore, metric: Metric): ScoreRecord {
  const values = labelMetric(metric, '')
    .values.filter((value) => value !== null)
    .map(String);
  const chances = values.map((value) => [value, probabilities[value] ?? 0] as const);
  return { probabilities: chances, expected: expected ?? null, legalMass };
}
