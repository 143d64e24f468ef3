import type { ImportedComment, ImportedDiscussion } from '../../generated/imported-discussion.js';
import type { TableComment } from '../../inputs/comments/read-comments.js';
import type { TableProblems } from '../../inputs/comments/table-problems.js';
import { showValue } from '../../source/show-value.js';

/** Before its sum. */
type DiscussionDraft = Omit<ImportedDiscussion, 'format' | 'sum'>;

interface Source {
  file: string;
  sha256: string;
  /** Of discussions whose rows name none. */
  condition: string;
  problems: TableProblems;
}

export interface MadeDiscussions {
  discussions: DiscussionDraft[];
  /** Rows that repeat another one. */
  copies: number;
}

/** The discussions that these comments are of, in the order in which they begin in the table. */
export function makeDiscussions(comments: readonly TableComment[], source: Source): MadeDiscussions {
  const gathered = new Map<string, TableComment[]>();
  for (const comment of comments) {
    const others = gathered.get(comment.discussion);
    if (others) others.push(comment);
    else gathered.set(comment.discussion, [comment]);
  }
  const made = Array.from(gathered.values(), (own) => makeDiscussion(own, source));
  return {
    discussions: made.map(({ discussion }) => discussion),
    copies: made.reduce((sum, { copies }) => sum + copies, 0),
  };
}

function makeDiscussion(
  rows: readonly TableComment[],
  source: Source,
): { discussion: DiscussionDraft; copies: number } {
  const comments = withoutCopies(rows, source.problems);
  const [first] = rows;
  const condition = rows.find((one) => one.condition !== undefined)?.condition;
  const other = rows.find((one) => one.condition !== undefined && one.condition !== condition);
  if (other)
    source.problems.note(
      other.line,
      `The discussion ${showValue(other.discussion)} has two conditions: ${showValue(condition)} and ${showValue(other.condition)}.`,
      'Give all comments of a discussion the same one, or carry the column in place of calling it the condition.',
    );
  const isTimed = comments.every(({ time }) => time !== undefined);
  const ordered = isTimed ? comments.toSorted((one, next) => (one.time ?? 0) - (next.time ?? 0)) : comments;
  return {
    discussion: {
      id: first?.discussion ?? '',
      condition: condition ?? source.condition,
      created_at: timeOf(ordered[0]) ?? '',
      users: [...new Set(ordered.map(({ name }) => name))],
      moderator: null,
      logs: ordered.map(asComment),
      imported_from: { file: source.file, sha256: source.sha256, order: isTimed ? 'time' : 'file' },
    },
    copies: rows.length - comments.length,
  };
}

/** Dumps that overlap have some rows twice. Two different comments of one id are an error. */
function withoutCopies(rows: readonly TableComment[], problems: TableProblems): TableComment[] {
  const known = new Map<string, TableComment>();
  return rows.filter((row) => {
    const earlier = known.get(row.id);
    if (!earlier) {
      known.set(row.id, row);
      return true;
    }
    if (contentOf(earlier) !== contentOf(row))
      problems.note(
        row.line,
        `Duplicate id ${showValue(row.id)}: line ${earlier.line} has another comment of this id in the same discussion.`,
        'Give each comment an id of its own, or leave out columns.id: comments are then called by their lines.',
      );
    return false;
  });
}

function contentOf({ name, text, rawText, time }: TableComment): string {
  return JSON.stringify([name, text, rawText, time]);
}

function asComment(comment: TableComment): ImportedComment {
  const { name, text, rawText, id, line, replyTo, carried } = comment;
  const at = timeOf(comment);
  return {
    ...{ name, text, model: 'human' },
    ...(rawText !== undefined && { raw_text: rawText }),
    ...{ id, line },
    ...(replyTo !== undefined && { reply_to: replyTo }),
    ...(at !== undefined && { created_at: at }),
    ...(Object.keys(carried).length > 0 && { carried }),
  };
}

function timeOf(comment: TableComment | undefined): string | undefined {
  return comment?.time === undefined ? undefined : new Date(comment.time).toISOString();
}
