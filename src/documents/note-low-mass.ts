import type { AnnotationRecord, LabelRecord } from './records.js';

/** The record with `low_mass` as the status of labels to which the model gave less than this probability in all. */
export function noteLowMass(record: AnnotationRecord, limit: number | undefined): AnnotationRecord {
  if (limit === undefined || record.metrics.size === 0) return record;
  const entries = record.entries.map((entry) => ({
    ...entry,
    labels: new Map([...entry.labels].map(([metric, label]) => [metric, isLow(label, limit) ? lowMass(label) : label])),
  }));
  return { ...record, entries };
}

function isLow({ status, score }: LabelRecord, limit: number): boolean {
  const isLabel = status === 'ok' || status === 'cannot_judge';
  return isLabel && score !== undefined && score.legalMass < limit;
}

function lowMass(label: LabelRecord): LabelRecord {
  return { ...label, status: 'low_mass', value: null };
}
