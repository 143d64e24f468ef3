import { SyndiscoError, throwIfAny, type Problem } from '../errors.js';
import { readAhead } from './read-ahead.js';

/**
 * Reads files one after the other. A bad file does not hide the others: all good ones are handed out, then the problems
 * of all bad ones are thrown together. What `read` knows as another kind (undefined) is passed over; `refuse` may find fault with a document that is good by itself.
 */
export async function* readDocuments<Document>(
  files: readonly string[],
  read: (file: string) => Promise<Document | undefined>,
  refuse?: (document: Document) => Promise<Problem> | undefined,
): AsyncGenerator<Document> {
  const problems: Problem[] = [];
  const readOrExplain = (file: string): Promise<Document | SyndiscoError | undefined> =>
    read(file).catch(returnProblems);
  for await (const result of readAhead(files, readOrExplain)) {
    if (result instanceof SyndiscoError) problems.push(...result.problems);
    else if (result !== undefined) {
      const refusal = refuse?.(result);
      if (refusal) problems.push(await refusal);
      else yield result;
    }
  }
  throwIfAny(problems);
}

function returnProblems(error: unknown): SyndiscoError {
  if (error instanceof SyndiscoError) return error;
  throw error;
}
