import type { Request } from './backend.js';

type Ordered = Pick<Request, 'order'>;

/** Whether one request is served before another. */
export function isBefore({ order: [jobA, indexA] }: Ordered, { order: [jobB, indexB] }: Ordered): boolean {
  return jobA < jobB || (jobA === jobB && indexA < indexB);
}
