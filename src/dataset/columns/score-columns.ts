import type { Scores } from '../../inputs/read-scores.js';
import type { Column, SpokenComment } from '../column-layout.js';
import { commentId } from './comment-columns.js';

/** The columns of a file of scores, under their own names. */
export function scoreColumns({ columns, rows }: Scores, file: string): readonly Column<SpokenComment>[] {
  return columns.map(({ name, type, valueIn }) => ({
    name,
    type,
    meaning: `Column \`${name}\` of ${file}, joined by \`comment_id\`.`,
    empty: 'the file has no row for the comment, or no value',
    ...(type === 'text' && { isCategory: true as const }),
    cell(spoken) {
      const row = rows.get(commentId(spoken));
      return row === undefined ? null : valueIn(row);
    },
  }));
}
