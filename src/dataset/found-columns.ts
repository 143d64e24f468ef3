import { noteType, typeOfValue, widest, type ColumnType, type FoundTypes } from './column-type.js';
import { metricTypeOf } from '../metrics/registry.js';
import { askedPairs } from '../documents/free-text-labels.js';
import type { AnnotationRecord, DiscussionRecord, MetricRecord } from '../documents/records.js';

/** The columns that depend on the data: one per name that occurs, with a type that fits all its values. */
export interface FoundColumns {
  /** `timestamp` if all discussions say their offset from UTC. */
  createdAt: 'timestamp' | 'text';
  personas: FoundTypes;
  annotators: FoundTypes;
  factors: FoundTypes;
  topicMetadata: FoundTypes;
  /** The metrics that annotators were asked about. */
  metrics: FoundMetrics;
  /** What annotators in free text were asked to say as `Name=value`. */
  freeText: FoundTypes;
  /** Whether participants were asked anything, and whether some model scored an answer. */
  probes: 'none' | 'plain' | 'scored';
  /** Some comments were imported from a table … */
  hasSources: boolean;
  /** … with these columns carried along. */
  carried: FoundTypes;
  /** Some moderator was asked whether it wants to intervene. */
  hasInterventions: boolean;
}

/** By metric, then by annotation set. */
export type FoundMetrics = Map<string, Map<string, FoundMetric>>;

export interface FoundMetric {
  type: ColumnType | null;
  scales: Set<string>;
  /** Some model scored it. */
  isScored: boolean;
  /** Its values stand for numbers. */
  isRanked: boolean;
}

const hasOffset = /T.*(Z|[+-]\d\d:\d\d)$/;

export function noColumns(): FoundColumns {
  return {
    createdAt: 'timestamp',
    personas: new Map(),
    annotators: new Map(),
    factors: new Map(),
    topicMetadata: new Map(),
    metrics: new Map(),
    freeText: new Map(),
    probes: 'none',
    hasInterventions: false,
    hasSources: false,
    carried: new Map(),
  };
}

export function findInDiscussion(found: FoundColumns, discussion: DiscussionRecord): void {
  const { actors, comments, createdAt, factors, topicMetadata, probes = [] } = discussion;
  noteProbes(found, probes);
  if (comments.some(({ intervention }) => intervention !== undefined)) found.hasInterventions = true;
  noteSources(found, comments);
  if (!hasOffset.test(createdAt)) found.createdAt = 'text';
  for (const name of Object.keys(factors ?? {})) noteType(found.factors, name, 'text');
  for (const [name, value] of Object.entries(topicMetadata ?? {})) {
    noteType(found.topicMetadata, name, typeOfValue(value));
  }
  for (const actor of new Set([...actors, ...comments.map((comment) => comment.actor)])) {
    for (const [name, value] of actor.traits) noteType(found.personas, name, typeOfValue(value));
  }
}

function noteSources(found: FoundColumns, comments: DiscussionRecord['comments']): void {
  for (const { source } of comments) {
    if (!source) continue;
    found.hasSources = true;
    for (const [name, value] of source.carried) noteType(found.carried, name, typeOfValue(value));
  }
}

function noteProbes(found: FoundColumns, probes: NonNullable<DiscussionRecord['probes']>): void {
  if (probes.length > 0 && found.probes === 'none') found.probes = 'plain';
  if (probes.some(({ score }) => score !== undefined)) found.probes = 'scored';
}

export function findInAnnotation(
  found: FoundColumns,
  { traits, metrics, entries, set, prompt }: AnnotationRecord,
): void {
  for (const [name, value] of traits) noteType(found.annotators, name, typeOfValue(value));
  if (metrics.size === 0) for (const [name, type] of askedPairs(prompt)) noteType(found.freeText, name, type);
  for (const [name, metric] of metrics) {
    const isScored = entries.some(({ labels }) => labels.get(name)?.score !== undefined);
    noteMetric(found.metrics, name, { set, metric, isScored });
  }
}

interface Asked {
  set: string;
  metric: MetricRecord;
  isScored: boolean;
}

function noteMetric(
  found: FoundMetrics,
  name: string,
  { set, metric: { type, scale, metric }, isScored }: Asked,
): void {
  const sets = found.get(name) ?? new Map<string, FoundMetric>();
  found.set(name, sets);
  const isRanked = metricTypeOf(metric).rank !== undefined;
  const known: FoundMetric = sets.get(set) ?? { type, scales: new Set(), isScored, isRanked };
  sets.set(set, {
    type: widest(known.type, type),
    scales: known.scales.add(scale),
    isScored: known.isScored || isScored,
    isRanked: known.isRanked && isRanked,
  });
}
