import { samplingSeed } from '../annotation/annotate.js';
import { turnSeed } from '../discussion/turn-request.js';
import { countComments } from '../plan/count-turns.js';
import { modelsOfCondition } from '../plan/models-of-job.js';
import type { AnnotationJob, DiscussionJob, PlanLine } from '../plan/job.js';
import type { PlannedWork } from './work-list.js';

/** Everything that is drawn for a job before it is made, so that a design can be checked outside this program. */
export type JobAudit = DiscussionAudit | AnnotationAudit;

interface DiscussionAudit {
  condition: string;
  replicate: number;
  topic: string;
  /** In seating order. */
  seats: readonly { name: string; role: string }[];
  /** The seat that posts each seed opinion; -1 for an author who does not take part. */
  opening_seats: readonly number[];
  /** The sampling seed of the first try of each turn, by its index in `logs` if no turn is left out of them; null for a seed opinion, or if it depends on who speaks. */
  seeds: readonly (number | null)[];
}

interface AnnotationAudit {
  discussion: string;
  annotator: string;
  annotator_id: string;
  repeat: number;
  /** By the comment's turn. */
  seeds: readonly number[];
}

export function auditJob({ job, turns }: Pick<PlannedWork, 'job' | 'turns'>): JobAudit {
  return job.kind === 'discussion' ? auditDiscussion(job) : auditAnnotation(job, turns);
}

/** The hash of an annotation covers the texts of its discussion, so it is unknown before that is made. */
export function settledHash({ hash }: Pick<PlanLine, 'hash'>, { job }: Pick<PlannedWork, 'job'>): string | undefined {
  return job.kind === 'annotation' && job.discussionHash === null ? undefined : hash;
}

function auditDiscussion(job: DiscussionJob): DiscussionAudit {
  const { condition, replicate, topic, usernames, roles, openingSeats } = job;
  return {
    condition: condition.name,
    replicate,
    topic: topic.name,
    seats: usernames.map((name, seat) => ({ name, role: roles[seat] ?? 'participant' })),
    opening_seats: openingSeats,
    seeds: Array.from({ length: countComments(job) }, (_, turn) =>
      turn < topic.openings.length ? null : seedOf(job, turn),
    ),
  };
}

/** Null if models have sampling seeds of their own: then it depends on who speaks. */
function seedOf(job: DiscussionJob, turn: number): number | null {
  const models = [...modelsOfCondition(job.condition)];
  const [seed, ...others] = new Set(models.map((model) => turnSeed(job, { model, turn, tried: 0 })));
  return seed === undefined || others.length > 0 ? null : seed;
}

function auditAnnotation(job: AnnotationJob, comments: number): AnnotationAudit {
  const { discussionId: discussion, annotator, annotatorId, repeat } = job;
  const seeds = Array.from({ length: comments }, (_, turn) => samplingSeed(job, turn));
  return { discussion, annotator: annotator.name, annotator_id: annotatorId, repeat, seeds };
}
