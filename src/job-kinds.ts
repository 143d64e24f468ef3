import type { PlanLine } from './generated/plan-line.js';

export type JobKind = PlanLine['kind'];

/** What differs between kinds of jobs apart from how they are made; plan-line.schema.json says which kinds there are. */
interface JobKindFacts {
  /** Of folders and of counts. */
  plural: string;
  withArticle: string;
  /** What its completions are called in a progress line. */
  unit: string;
}

/** The field of an annotation with the hash of what is annotated; null while the discussion has yet to be made. */
export const contentField = 'discussion_sha256';

/** Whether the plan line of a job says all that decides what is made; an annotation's does once its discussion is made. */
export function isComplete({ fields }: Pick<PlanLine, 'fields'>): boolean {
  return fields[contentField] !== null;
}

/** In the order in which a run makes them. */
export const jobKinds: Readonly<Record<JobKind, JobKindFacts>> = {
  discussion: { plural: 'discussions', withArticle: 'a discussion', unit: 'turns' },
  annotation: { plural: 'annotations', withArticle: 'an annotation', unit: 'comments rated' },
};

export const kindsInOrder = Object.keys(jobKinds) as readonly JobKind[];

export function byKind<Value>(make: (kind: JobKind) => Value): Record<JobKind, Value> {
  return { discussion: make('discussion'), annotation: make('annotation') };
}
