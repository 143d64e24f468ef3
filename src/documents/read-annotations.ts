import type { SumCheck } from '../document-sum.js';
import { fail } from '../errors.js';
import { annotationKind } from './document-kinds.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { listDocuments } from './list-documents.js';
import type { PlanFilter } from './plan-filter.js';
import { checkDocument, readBytes, type RawDocument } from './read-document.js';
import { readDocuments } from './read-documents.js';
import { refuseDuplicates } from './refuse-duplicates.js';

/**
 * All annotation files below a folder, ours and any version of the original's, sorted by the bytes of their paths. Only
 * a few are in memory at a time; discussions in the same folder are skipped. The problems of all bad files are thrown
 * together after the last good one. A missing folder yields nothing: nothing has been annotated yet.
 * `only` leaves out documents of other plans; with `isHeadEnough`, those that are sealed have no entries.
 */
export async function* readAnnotations(
  dir: string,
  sums: SumCheck,
  { only, isHeadEnough }: { only?: PlanFilter; isHeadEnough?: boolean } = {},
): AsyncGenerator<AnnotationFile> {
  const find = async (raw: RawDocument) => {
    const annotation = await findAnnotation(raw, sums, isHeadEnough);
    return annotation && (!only || only.takes(annotation)) ? annotation : undefined;
  };
  yield* readDocuments(
    await listDocuments(dir, { mayBeMissing: true }),
    find,
    refuseDuplicates(annotationKind, { idOf: annotationId }),
  );
}

/** Undefined for files of the original, which have no id. */
function annotationId(file: AnnotationFile): string | undefined {
  return file.origin === 'syndisco' ? file.document.id : undefined;
}

/** Reads one annotation file. Throws all its problems. */
export async function readAnnotation(file: string, sums: SumCheck): Promise<AnnotationFile> {
  return checkAnnotation(await readBytes(file), sums);
}

/** Checks one annotation file. Throws all its problems. */
export async function checkAnnotation(raw: RawDocument, sums: SumCheck): Promise<AnnotationFile> {
  const annotation = await findAnnotation(raw, sums);
  if (annotation) return annotation;
  throw fail({
    code: 'SYNDISCO_ANNOTATION_INVALID',
    what: 'This file is a discussion, not an annotation.',
    todo: 'Give the path of an annotation file.',
    where: { file: raw.file },
  });
}

async function findAnnotation(
  raw: RawDocument,
  sums: SumCheck,
  isHeadEnough = false,
): Promise<AnnotationFile | undefined> {
  const found = await checkDocument(raw, { kind: annotationKind, sums, isHeadEnough });
  return found?.origin === 'imported' ? undefined : found; // only discussions are imported
}
