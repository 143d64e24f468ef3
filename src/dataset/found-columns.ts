import { noteType, typeOfValue, type FoundTypes } from './column-type.js';
import type { AnnotationRecord, DiscussionRecord } from '../documents/records.js';

/** The columns that depend on the data: one per name that occurs, with a type that fits all its values. */
export interface FoundColumns {
  /** `timestamp` if all discussions say their offset from UTC. */
  createdAt: 'timestamp' | 'text';
  personas: FoundTypes;
  annotators: FoundTypes;
  factors: FoundTypes;
  topicMetadata: FoundTypes;
  /** The metrics that annotators were asked about. */
  metrics: FoundTypes;
  /** Those of them that some model scored. */
  scored: Set<string>;
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
    scored: new Set(),
  };
}

export function findInDiscussion(found: FoundColumns, discussion: DiscussionRecord): void {
  const { actors, comments, createdAt, factors, topicMetadata } = discussion;
  if (!hasOffset.test(createdAt)) found.createdAt = 'text';
  for (const name of Object.keys(factors ?? {})) noteType(found.factors, name, 'text');
  for (const [name, value] of Object.entries(topicMetadata ?? {})) {
    noteType(found.topicMetadata, name, typeOfValue(value));
  }
  for (const actor of new Set([...actors, ...comments.map((comment) => comment.actor)])) {
    for (const [name, value] of actor.traits) noteType(found.personas, name, typeOfValue(value));
  }
}

export function findInAnnotation(found: FoundColumns, { traits, metrics, entries }: AnnotationRecord): void {
  for (const [name, value] of traits) noteType(found.annotators, name, typeOfValue(value));
  for (const [name, type] of metrics) noteType(found.metrics, name, type);
  for (const { labels } of entries) for (const [name, { score }] of labels) if (score) found.scored.add(name);
}
