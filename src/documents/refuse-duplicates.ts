import { basename } from 'node:path';
import type { Problem } from '../errors.js';
import { describeAt } from './describe-bad-document.js';
import type { DocumentKind } from './document-kinds.js';

interface Known<Document> {
  /** Undefined for a document without an id. */
  idOf: (document: Document) => string | undefined;
  /** Ids that are taken, with their files. */
  taken?: ReadonlyMap<string, string>;
}

/** Returns the problem of a document whose id an earlier one has: a copy would count twice in the data set. */
export function refuseDuplicates<Document extends { file: string }>(
  kind: Pick<DocumentKind<unknown, unknown>, 'noun' | 'duplicate'>,
  { idOf, taken = new Map() }: Known<Document>,
): (document: Document) => Promise<Problem> | undefined {
  const fileOfId = new Map(taken);
  return (document) => {
    const id = idOf(document);
    if (id === undefined) return undefined;
    const earlier = fileOfId.get(id);
    if (earlier !== undefined) return describeDuplicate(kind, id, [earlier, document.file]);
    fileOfId.set(id, document.file);
    return undefined;
  };
}

/** Shown at the later file, or at the earlier one if only that has another name than its id: it is the copy. */
function describeDuplicate(
  { noun, duplicate }: Pick<DocumentKind<unknown, unknown>, 'noun' | 'duplicate'>,
  id: string,
  [earlier, later]: readonly [string, string],
): Promise<Problem> {
  const isNamed = (file: string): boolean => basename(file, '.json') === id;
  const [copy, other] = isNamed(later) && !isNamed(earlier) ? [earlier, later] : [later, earlier];
  return describeAt(copy, ['id'], {
    code: duplicate,
    what: `Duplicate ${noun} id ${JSON.stringify(id)}: ${other} has the same id.`,
    todo: `Remove the copy. If they are different ${noun}s, change the id of one (or its file name, if it has no id).`,
  });
}
