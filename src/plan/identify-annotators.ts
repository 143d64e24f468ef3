import type { Persona } from '../inputs/input-types.js';
import { personaId } from '../persona-id.js';
import { hashPersona } from './fields/discussion-fields.js';
import { fileStem } from './job-id.js';
import type { AnnotationJob } from './job.js';

/** The ids that annotators have in the frozen plan, in its order, by the hash of their persona. */
export type FrozenAnnotators = ReadonlyMap<string, readonly string[]>;

/**
 * What tells annotators apart: the name if it is unique, else the persona's content; equal ones are numbered. An id of the frozen plan stays, even if another annotator of that name has joined the study since.
 */
export function identifyAnnotators(annotators: readonly Persona[], frozen: FrozenAnnotators): string[] {
  const kept = keepFrozen(annotators, frozen);
  const taken = new Set(kept);
  return annotators.map((annotator, index) => {
    const id = kept[index] ?? firstFree(wantedId(annotator, annotators), taken);
    taken.add(id);
    return id;
  });
}

/** What annotations are drawn by, and what their plan lines call the annotator: the name, where the id comes from it. */
export function annotatorKey({ annotator, annotatorId }: Pick<AnnotationJob, 'annotator' | 'annotatorId'>): string {
  return annotatorId === fileStem(annotator.name) ? annotator.name : annotatorId;
}

function keepFrozen(annotators: readonly Persona[], frozen: FrozenAnnotators): (string | undefined)[] {
  const left = new Map([...frozen].map(([hash, ids]) => [hash, [...ids]]));
  return annotators.map((annotator) => left.get(hashPersona(annotator))?.shift());
}

function wantedId(annotator: Persona, all: readonly Persona[]): string {
  const { name } = annotator;
  const isUnique = name !== '' && all.every((other) => other === annotator || other.name !== name);
  return isUnique ? fileStem(name) : personaId(annotator.traits);
}

function firstFree(wanted: string, taken: ReadonlySet<string | undefined>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}.${number}`;
  return id;
}
