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
    if (earlier !== undefined) return describeDuplicate(document.file, kind, { id, earlier });
    fileOfId.set(id, document.file);
    return undefined;
  };
}

function describeDuplicate(
  file: string,
  { noun, duplicate }: Pick<DocumentKind<unknown, unknown>, 'noun' | 'duplicate'>,
  { id, earlier }: { id: string; earlier: string },
): Promise<Problem> {
  return describeAt(file, ['id'], {
    code: duplicate,
    what: `Duplicate ${noun} id ${JSON.stringify(id)}: ${earlier} has the same id.`,
    todo: `Remove the copy. If they are different ${noun}s, change the id of one (or its file name, if it has no id).`,
  });
}
