import type { LabelScore } from '../generated/annotation.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { annotatorIdOf } from '../persona-id.js';
import { originalAnnotationRecord } from './original/original-annotation-record.js';
import { traitsOf } from './original/parse-prompt.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord, ScoreRecord } from './records.js';

/** Converts an annotation file, ours or any version of the original's, to the form that rows are made from. */
export function annotationRecord(source: AnnotationFile): AnnotationRecord {
  return source.origin === 'original' ? originalAnnotationRecord(source) : ourAnnotationRecord(source);
}

type OurFile = Extract<AnnotationFile, { origin: 'syndisco' }>;

function ourAnnotationRecord({ document, folder }: OurFile): AnnotationRecord {
  const { annotator, comments } = document;
  const metrics = typesOf(document);
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
    metrics,
    entries: document.logs.map(([text, answer], index) => {
      const { turn = null, labels, scores } = comments[index] ?? {};
      return {
        turn,
        text,
        answer,
        labels:
          metrics.size === 0
            ? noLabels
            : new Map([...metrics.keys()].map((metric) => [metric, labelRecord(labels?.[metric], scores?.[metric])])),
      };
    }),
  };
}

function typesOf({ metrics = {}, label }: OurFile['document']): AnnotationRecord['metrics'] {
  const integer = label === 'expected' ? 'number' : 'integer';
  const types = Object.entries(metrics).map(
    ([name, { type }]) => [name, type === 'integer' ? integer : 'text'] as const,
  );
  return new Map(types);
}

/** Shared, because a data set has an entry per comment and annotator. */
const noLabels: AnnotationEntry['labels'] = new Map();

function labelRecord(value: LabelRecord['value'] | undefined, scored: LabelScore | undefined): LabelRecord {
  const score = scored && { score: scoreRecord(scored) };
  if (value === undefined) return { status: 'invalid', value: null, ...score };
  return { status: value === null ? 'cannot_judge' : 'ok', value, ...score };
}

function scoreRecord({ probabilities, expected, legal_mass: legalMass }: LabelScore): ScoreRecord {
  return { probabilities, expected: expected ?? null, legalMass };
}
