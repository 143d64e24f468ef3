import { SyndiscoError, type Problem } from '../../errors.js';
import type { CommentTable, ExperimentConfig } from '../../config/experiment-config.js';
import { readComments } from './read-comments.js';
import { TableProblems } from './table-problems.js';

const mostChecked = 1000;

/** What is wrong with the columns of a table and with its first rows; the others are read when it is imported. */
export async function checkTable(config: ExperimentConfig, table: CommentTable): Promise<readonly Problem[]> {
  const problems = new TableProblems(table.file);
  try {
    await readFirst(readComments(config, table, { problems }));
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
  return problems.all;
}

/** For the problems that are noted on the way. */
async function readFirst(comments: AsyncGenerator): Promise<void> {
  for (let checked = 0; checked < mostChecked; checked += 1) if ((await comments.next()).done) return;
  await comments.return(undefined); // closes the file
}
