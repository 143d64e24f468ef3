import { SyndiscoError, throwIfAny, type Problem } from '../errors.js';
import { readAhead } from './read-ahead.js';
import { readBytes, type RawDocument } from './read-document.js';

/** A document, or what is wrong with its file; undefined for a document of another kind. */
export type CheckedFile<Document> = Document | SyndiscoError | undefined;

/** Reads and checks files, in order, while the caller uses the documents before. */
export async function* checkFiles<Document>(
  files: Iterable<string>,
  check: (raw: RawDocument) => Promise<Document | undefined>,
): AsyncGenerator<CheckedFile<Document>> {
  const readOrExplain = (file: string): Promise<RawDocument | SyndiscoError> => readBytes(file).catch(returnProblems);
  for await (const read of readAhead(files, readOrExplain)) {
    yield read instanceof SyndiscoError ? read : await check(read).catch(returnProblems);
  }
}

function returnProblems(error: unknown): SyndiscoError {
  if (error instanceof SyndiscoError) return error;
  throw error;
}

interface Selection<Document> {
  /** Whether a document is wanted. May throw its problems. */
  takes?: (document: Document) => boolean;
  /** The problem of a document that is valid on its own. */
  refuse?: (document: Document) => Promise<Problem> | undefined;
}

/**
 * The documents of checked files. A bad file does not hide the others: all good ones are yielded, then the problems of
 * all bad ones are thrown together.
 */
export async function* readDocuments<Document>(
  checked: AsyncIterable<CheckedFile<Document>>,
  { takes = () => true, refuse }: Selection<Document>,
): AsyncGenerator<Document> {
  const problems: Problem[] = [];
  for await (const file of checked) {
    const result = file === undefined || file instanceof SyndiscoError ? file : select(file, takes);
    if (result instanceof SyndiscoError) problems.push(...result.problems);
    else if (result !== undefined) {
      const refusal = refuse?.(result);
      if (refusal) problems.push(await refusal);
      else yield result;
    }
  }
  throwIfAny(problems);
}

function select<Document>(document: Document, takes: (document: Document) => boolean): CheckedFile<Document> {
  try {
    return takes(document) ? document : undefined;
  } catch (error) {
    return returnProblems(error);
  }
}
