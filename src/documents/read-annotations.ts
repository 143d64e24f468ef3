import type { SumCheck } from '../document-sum.js';
import { fail } from '../errors.js';
import { annotationKind } from './document-kinds.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { listDocuments } from './list-documents.js';
import { readDocument } from './read-document.js';
import { readDocuments } from './read-documents.js';

/**
 * All annotation files below a folder, ours and the original's of any version, in the order of their paths' bytes. Only a
 * few are in memory at a time; discussions beside them are passed over. After the last good file the problems of all bad ones are thrown together. A folder that is not there holds none:
 * nothing has been annotated yet.
 */
export async function* readAnnotations(dir: string, sums: SumCheck): AsyncGenerator<AnnotationFile> {
  yield* readDocuments(await listDocuments(dir, { mayBeMissing: true }), (file) => findAnnotation(file, sums));
}

/** One annotation file. Throws every problem of it. */
export async function readAnnotation(file: string, sums: SumCheck): Promise<AnnotationFile> {
  const annotation = await findAnnotation(file, sums);
  if (annotation) return annotation;
  throw fail({
    code: 'SYNDISCO_ANNOTATION_INVALID',
    what: 'This file holds a discussion.',
    todo: 'Name the file of an annotation.',
    where: { file },
  });
}

function findAnnotation(file: string, sums: SumCheck): Promise<AnnotationFile | undefined> {
  return readDocument(file, annotationKind, sums);
}
