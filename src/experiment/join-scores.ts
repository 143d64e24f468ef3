import { basename } from 'node:path';
import type { AnnotatedDiscussion, Column, ColumnLayout, SpokenComment } from '../dataset/column-layout.js';
import { commentId } from '../dataset/columns/comment-columns.js';
import { throwIfAny, type Problem } from '../errors.js';
import { readScores, type Scores } from '../inputs/read-scores.js';
import { showValue } from '../source/show-value.js';
import type { DiscussionFiles } from './dataset-survey.js';

/** Scores of comments from a file of another program, joined to a data set. */
export interface JoinedScores {
  /** The layout with a column for each. Throws if the data set has a column of that name. */
  addTo(layout: ColumnLayout): ColumnLayout;
  /** Passes the discussions on, and counts the comments that have no row. */
  note(discussions: AsyncIterable<AnnotatedDiscussion>): AsyncIterable<AnnotatedDiscussion>;
  warnings(): string[];
  /** Where the columns come from, for the codebook. */
  notes: readonly string[];
}

const noScores: JoinedScores = {
  addTo: (layout) => layout,
  note: (discussions) => discussions,
  warnings: () => [],
  notes: [],
};
const mostProblems = 10;

/** Throws if the file cannot be read, or has two rows for a comment, or one for a comment that no discussion has. */
export async function joinScores(
  file: string | undefined,
  discussions: readonly DiscussionFiles[],
): Promise<JoinedScores> {
  if (file === undefined) return noScores;
  const scores = await readScores(file);
  throwIfAny([...scores.problems, ...unknownIds(scores, discussions)]);
  const columns = scoreColumns(scores, basename(file));
  let [comments, first] = [0, ''];
  let bare = 0;
  return {
    notes: [
      `${columns.map(({ name }) => name).join(', ')}: from ${basename(file)} (SHA-256 ${scores.sha256}), joined by comment_id.`,
    ],
    addTo(layout) {
      throwIfAny(takenNames(scores, layout));
      return [...layout, { of: 'comment', columns }];
    },
    async *note(discussions) {
      for await (const read of discussions) {
        const { discussion } = read;
        for (const comment of discussion.comments) {
          if (comment.text === '') continue; // nothing to score
          comments += 1;
          const id = commentId({ discussion, comment });
          if (scores.rows.has(id)) continue;
          if (bare === 0) first = id;
          bare += 1;
        }
        yield read;
      }
    },
    warnings: () => [
      ...scores.warnings,
      ...(bare === 0 ? [] : [`${bare} of ${comments} comments have no row in ${file}; the first is ${first}`]),
    ],
  };
}

/** The first ten. */
function unknownIds(scores: Scores, discussions: readonly DiscussionFiles[]): Problem[] {
  const comments = new Map(discussions.map(({ sampledBy, comments: count }) => [sampledBy.id, count]));
  const isKnown = (id: string): boolean => {
    const [, discussion = '', turn] = /^(.*)\/(0|[1-9]\d*)$/s.exec(id) ?? [];
    return Number(turn) < (comments.get(discussion) ?? 0);
  };
  const unknown: string[] = [];
  for (const id of scores.rows.keys()) if (!isKnown(id)) unknown.push(id);
  return unknown.slice(0, mostProblems).map((id) => ({
    code: 'SYNDISCO_SCORES_INVALID',
    what: `No comment of this data set has the comment_id ${showValue(id)}.`,
    todo:
      unknown.length > 1
        ? `${unknown.length} ids are unknown: take the scores of this data set, or remove these rows.`
        : 'Fix the id, or remove the row.',
    where: scores.whereRow(id),
  }));
}

function takenNames(scores: Scores, layout: ColumnLayout): Problem[] {
  const taken = new Set(layout.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return scores.columns
    .filter(({ name }) => taken.has(name))
    .map(({ name }) => ({
      code: 'SYNDISCO_SCORES_INVALID',
      what: `The data set already has a column ${showValue(name)}.`,
      todo: 'Rename it in the file, or keep only comment_id and the scores.',
      where: scores.whereColumn(name),
    }));
}

/** Under their own names. */
function scoreColumns({ columns, rows }: Scores, file: string): readonly Column<SpokenComment>[] {
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
