import { annotationRecord } from '../../documents/annotation-record.js';
import { noteLowMass } from '../../documents/note-low-mass.js';
import type { AnnotationRecord, DiscussionRecord } from '../../documents/records.js';
import type { AnnotationFile } from '../../inputs/input-types.js';
import type { AnnotationSetFacts, MetricFacts, Settings } from '../../manuscript/study-facts.js';
import type { PlanFacts } from '../../report/report-data.js';

type Found = { -readonly [Key in keyof AnnotationSetFacts]: AnnotationSetFacts[Key] } & {
  people: Map<string, AnnotationSetFacts['annotators'][number]>;
  read: Set<string>;
  asked: Map<string, { -readonly [Key in keyof MetricFacts]: MetricFacts[Key] }>;
};

/** Counts annotations by set: who made them, of how many discussions, and how many labels came out. */
export function tallyAnnotations(
  planned: ReadonlyMap<string, number>,
  { flow, minLegalMass }: { flow: PlanFacts | undefined; minLegalMass?: number },
) {
  const sets = new Map<string, Found>();
  const failed = flow?.conditions.reduce((sum, { annotations }) => sum + annotations.failed, 0) ?? 0;
  return {
    add(file: AnnotationFile, { id }: DiscussionRecord): void {
      const record = noteLowMass(annotationRecord(file), minLegalMass);
      const set = sets.get(record.set) ?? emptySet(record.set, planned.get(record.set));
      sets.set(record.set, set);
      set.annotations += 1;
      set.read.add(id);
      if (file.origin === 'syndisco' && file.document.specification) set.settings ??= file.document.specification;
      note(set, record);
    },
    facts(): AnnotationSetFacts[] {
      return Array.from(sets.values(), ({ people, read, asked, ...set }) => ({
        ...set,
        annotators: [...people.values()],
        discussions: read.size,
        metrics: [...asked.values()],
        failed: set.name === 'default' ? failed : 0,
      }));
    },
  };
}

function emptySet(name: string, planned: number | undefined): Found {
  return {
    ...{ name, annotators: [], models: [], repeats: 1, discussions: 0, annotations: 0, planned, failed: 0 },
    ...{ probability: undefined, isPairedSample: false, metrics: [], historyLengths: [] },
    settings: undefined as Settings | undefined,
    people: new Map(),
    read: new Set(),
    asked: new Map(),
  };
}

function note(set: Found, record: AnnotationRecord): void {
  const { annotator, annotatorId, model, repeat, traits } = record;
  set.people.set(annotatorId ?? annotator, { name: annotator, traits });
  if (!set.models.includes(model)) set.models = [...set.models, model].sort();
  set.repeats = Math.max(set.repeats, repeat ?? 1);
  noteReading(set, record);
  countLabels(set.asked, record);
}

function noteReading(set: Found, { historyLength, sample, inclusionProbability }: AnnotationRecord): void {
  if (historyLength !== null && !set.historyLengths.includes(historyLength))
    set.historyLengths = [...set.historyLengths, historyLength].sort((one, other) => one - other);
  if (sample) {
    set.probability = Math.max(set.probability ?? 0, sample.probability);
    set.isPairedSample = sample.isPaired;
  } else if (inclusionProbability !== null) set.probability ??= null;
}

function countLabels(asked: Found['asked'], { metrics, entries }: AnnotationRecord): void {
  for (const [name, { scale }] of metrics) {
    const metric = asked.get(name) ?? { name, scale, labels: 0, cannotJudge: 0, invalid: 0 };
    asked.set(name, metric);
    for (const { labels } of entries) {
      const status = labels.get(name)?.status;
      if (status === 'ok') metric.labels += 1;
      else if (status === 'cannot_judge') metric.cannotJudge += 1;
      else if (status !== undefined) metric.invalid += 1;
    }
  }
}
