import { SumCheck } from '../../document-sum.js';
import { SyndiscoError } from '../../errors.js';
import { findAnnotation } from '../../documents/read-annotations.js';
import { findDiscussion } from '../../documents/read-discussions.js';
import { checkFiles } from '../../documents/read-documents.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import type { JobKind } from '../../job-kinds.js';

/** Files whose heads are to be checked. */
export interface CheckTask {
  kind: JobKind;
  paths: readonly string[];
  /** The hashes of files whose edits were accepted. */
  edits: ReadonlySet<string>;
}

/** What is in some files, as `checkFiles` finds it, and what there is to tell of their sums. */
export interface CheckedBatch<Document = DiscussionFile | AnnotationFile> {
  files: readonly ({ document?: Document } | { problems: SyndiscoError['problems'] })[];
  unsummed: ReadonlySet<string>;
  accepted: ReadonlySet<string>;
}

export async function checkBatch({ kind, paths, edits }: CheckTask): Promise<CheckedBatch> {
  const sums = new SumCheck(edits);
  const find = kind === 'discussion' ? findDiscussion : findAnnotation;
  const files: CheckedBatch['files'][number][] = [];
  for await (const file of checkFiles<DiscussionFile | AnnotationFile>(paths, (raw) => find(raw, sums, true))) {
    if (file instanceof SyndiscoError) files.push({ problems: file.problems });
    else files.push(file ? { document: file } : {});
  }
  return { files, unsummed: sums.unsummed, accepted: sums.accepted };
}
