import type { CommentRecord, DiscussionRecord, SourceRecord } from '../../documents/records.js';
import type { Column, SpokenComment } from '../column-layout.js';
import { asCell } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import type { FoundColumns } from '../found-columns.js';
import type { NameClaims } from '../name-claims.js';
import { commentId } from './comment-columns.js';

const notImported = 'not imported from a table';

const fixed: readonly Column<SpokenComment>[] = [
  {
    name: 'source_id',
    type: 'text',
    meaning: "The comment's id in the table that it was imported from; `row-7` for the one in line 7, if it has none.",
    empty: notImported,
    cell: ({ comment: { source } }) => source?.id ?? null,
  },
  {
    name: 'source_line',
    type: 'integer',
    meaning: 'The line of the table in which its row begins.',
    empty: notImported,
    cell: ({ comment: { source } }) => source?.line ?? null,
  },
  {
    name: 'written_at',
    type: 'text',
    meaning: 'When people wrote it, ISO 8601, UTC.',
    empty: 'the table does not say',
    cell: ({ comment: { source } }) => source?.writtenAt ?? null,
  },
  {
    name: 'reply_to',
    type: 'text',
    meaning: 'The `comment_id` of the comment that it answers.',
    empty: 'it answers none, or one that is not in the discussion',
    cell: replyTo,
  },
];

/** Of comments that were imported from a table, with the columns that were carried along; none without such comments. */
export function sourceColumns({ hasSources, carried }: FoundColumns, claim: NameClaims): Column<SpokenComment>[] {
  if (!hasSources) return [];
  return [
    ...fixed.map((column) => ({ ...column, name: claim.take(column.name) })),
    ...columnsOf(carried, (name, type) => ({
      name: claim.take(name),
      type,
      meaning: `The column \`${name}\` of the table.`,
      empty: 'the table does not say',
      cell: ({ comment: { source } }: SpokenComment) => asCell(source?.carried.get(name), type),
    })),
  ];
}

const turnsById = new WeakMap<DiscussionRecord, ReadonlyMap<string, CommentRecord>>();

function replyTo({ discussion, comment }: SpokenComment): string | null {
  const parent = comment.source?.replyTo;
  if (parent === undefined || parent === null) return null;
  const known = turnsById.get(discussion) ?? new Map(discussion.comments.map((one) => [idOf(one.source), one]));
  turnsById.set(discussion, known);
  const answered = known.get(parent) ?? known.get(withoutKind(parent)) ?? known.get(withoutFraction(parent));
  return answered ? commentId({ discussion, comment: answered }) : null;
}

function idOf(source: SourceRecord | undefined): string {
  return source?.id ?? '';
}

/** Reddit writes the kind of thing before the id of a parent, but not before a comment's own. */
function withoutKind(id: string): string {
  return id.replace(/^t1_/, '');
}

/** pandas writes the parent 17 as 17.0 if another comment of the table has none. */
function withoutFraction(id: string): string {
  return id.replace(/^(\d+)\.0$/, '$1');
}
