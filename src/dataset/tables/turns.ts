import { actorColumns } from '../columns/actor-columns.js';
import { commentColumns, intervention, placeColumns } from '../columns/comment-columns.js';
import { discussionId } from '../columns/discussion-columns.js';
import { sourceColumns } from '../columns/source-columns.js';
import { nameClaims } from '../name-claims.js';
import type { TableKind } from './table-kind.js';

const fixedNames = [[discussionId], placeColumns, actorColumns, commentColumns, [intervention]].flatMap((columns) =>
  columns.map(({ name }) => name),
);

export const turns: TableKind = {
  name: 'turns',
  meaning: 'One row per turn: a comment, a silent turn, or a comment that is missing.',
  key: ['comment_id'],
  references: [
    { columns: ['discussion_id'], table: 'discussions', key: ['discussion_id'] },
    { columns: ['discussion_id', 'actor'], table: 'participants', key: ['discussion_id', 'actor'] },
  ],
  layout: (found) => [
    { of: 'discussion', columns: [discussionId] },
    { of: 'comment', columns: placeColumns },
    { of: 'actor', columns: actorColumns },
    { of: 'comment', columns: found.hasInterventions ? [...commentColumns, intervention] : commentColumns },
    { of: 'comment', columns: sourceColumns(found, nameClaims(fixedNames)) },
  ],
  open:
    () =>
    ({ discussion }) =>
      discussion.comments.map((comment) => ({ discussion, actor: comment.actor, comment: { discussion, comment } })),
};
