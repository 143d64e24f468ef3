import { dirname } from 'node:path';
import type { AnnotationFile } from '../inputs/input-types.js';
import { sha256 } from '../sha256.js';
import { annotationRecord } from './annotation-record.js';

export interface Copy {
  file: string;
  /** The file with the same content. */
  of: string;
}

export interface Copies {
  readonly found: readonly Copy[];
  /** Whether an earlier annotation of the discussion has the same content; notes it if so. */
  isCopy(annotation: AnnotationFile, discussion: string): boolean;
}

/**
 * Annotation files of the original have no id that would be refused the second time: two of one discussion with the same
 * content, time stamp included, are one file that was copied. If they do not say who annotated, then two folders may be
 * two annotators.
 */
export function findCopies(): Copies {
  const seen = new Map<string, string>();
  const found: Copy[] = [];
  return {
    found,
    isCopy(annotation, discussion) {
      if (annotation.origin === 'syndisco') return false;
      const { document, file } = annotation;
      const place = annotationRecord(annotation).annotatorId === null ? dirname(file) : '';
      const key = sha256(JSON.stringify([discussion, place, document]));
      const of = seen.get(key);
      if (of === undefined) seen.set(key, file);
      else found.push({ file, of });
      return of !== undefined;
    },
  };
}
