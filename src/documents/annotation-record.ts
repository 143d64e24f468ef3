import type { AnnotatedComment, LabelScore, PublishedMetric } from '../generated/annotation.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { parsePrompts, traitsOf } from './original/parse-prompt.js';
import type { AnnotationEntry, AnnotationRecord, ColumnType, LabelRecord, ScoreRecord } from './records.js';

/** Converts an annotation file, ours or any version of the original's, to the form that rows are made from. */
export function annotationRecord(source: AnnotationFile): AnnotationRecord {
  return { ...who(source), ...what(source) };
}

function who(source: AnnotationFile): Pick<AnnotationRecord, 'annotator' | 'prompt' | 'traits' | 'repeat'> {
  if (source.origin === 'syndisco') {
    const { annotator, annotator_prompt: prompt, repeat } = source.document;
    return { annotator: annotator.name, prompt, traits: traitsOf(annotator.persona), repeat };
  }
  const [parsed] = parsePrompts([source.document.annotator_prompt]);
  const { name = '', prompt = '', traits = new Map() } = parsed ?? {};
  return { annotator: name, prompt, traits, repeat: null };
}

function what(source: AnnotationFile): Omit<AnnotationRecord, keyof ReturnType<typeof who>> {
  const { document, folder } = source;
  const { metrics, labelOf } = asked(source);
  return {
    discussionId: document.conv_id,
    model: document.annotator_model ?? '',
    timestamp: document.timestamp ?? '',
    historyLength: document.ctx_length ?? null,
    folder,
    metrics,
    entries: document.logs.map(([text, answer], index) => {
      const comment = source.origin === 'syndisco' ? source.document.comments[index] : undefined;
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

interface Asked {
  metrics: AnnotationRecord['metrics'];
  labelOf: (metric: string, comment: AnnotatedComment | undefined) => LabelRecord;
}

/** What only our files have. */
function asked(source: AnnotationFile): Asked {
  const { metrics = {}, label } = source.origin === 'syndisco' ? source.document : {};
  const isMean = ({ type }: PublishedMetric): boolean => type === 'integer' && label === 'expected';
  const typeOf = (metric: PublishedMetric): ColumnType =>
    isMean(metric) ? 'number' : metric.type === 'integer' ? 'integer' : 'text';
  return {
    metrics: new Map(Object.entries(metrics).map(([name, metric]) => [name, typeOf(metric)])),
    labelOf(name, comment) {
      const [value, score, metric] = [comment?.labels?.[name], comment?.scores?.[name], metrics[name]];
      const scored = score && metric && { score: scoreRecord(score, metric) };
      if (value !== undefined) return { status: value === null ? 'cannot_judge' : 'ok', value, ...scored };
      const isUnscored = metric !== undefined && isMean(metric) && !score;
      return { status: isUnscored ? 'unscored' : 'invalid', value: null, ...scored };
    },
  };
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
