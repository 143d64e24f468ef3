import { SyndiscoError, throwIfAny, type Problem } from '../errors.js';
import { readAhead } from './read-ahead.js';
import { readBytes, type RawDocument } from './read-document.js';

/**
 * Reads files in order. A bad file does not hide the others: all good ones are yielded, then the problems of all bad
 * ones are thrown together. A document of another kind (`check` returns undefined) is skipped; `refuse` may reject a
 * document that is valid on its own.
 */
export async function* readDocuments<Document>(
  files: readonly string[],
  check: (raw: RawDocument) => Promise<Document | undefined>,
  refuse?: (document: Document) => Promise<Problem> | undefined,
): AsyncGenerator<Document> {
  const problems: Problem[] = [];
  const readOrExplain = (file: string): Promise<RawDocument | SyndiscoError> => readBytes(file).catch(returnProblems);
  for await (const read of readAhead(files, readOrExplain)) {
    const result = read instanceof SyndiscoError ? read : await check(read).catch(returnProblems);
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
