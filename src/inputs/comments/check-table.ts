import { SyndiscoError, type Problem } from '../../errors.js';
import type { CommentTable, ExperimentConfig } from '../../config/experiment-config.js';
import { readComments } from './read-comments.js';
import { TableProblems } from './table-problems.js';

const mostChecked = 1000;

/** What is wrong with the columns of a table and with its first rows; the others are read when it is imported. */
export async function checkTable(config: ExperimentConfig, table: CommentTable): Promise<readonly Problem[]> {
  const problems = new TableProblems(table.file);
  let checked = 0;
  try {
    for await (const comment of readComments(config, table, { problems })) {
      void comment;
      if ((checked += 1) >= mostChecked) break;
    }
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
  return problems.all;
}
