import { actorColumns } from '../columns/actor-columns.js';
import { commentColumns, intervention, placeColumns } from '../columns/comment-columns.js';
import { discussionId } from '../columns/discussion-columns.js';
import type { TableKind } from './table-kind.js';

export const turns: TableKind = {
  name: 'turns',
  meaning: 'One row per turn: a comment, a silent turn, or a comment that is missing.',
  key: ['comment_id'],
  references: [
    { columns: ['discussion_id'], table: 'discussions', key: ['discussion_id'] },
    { columns: ['discussion_id', 'actor'], table: 'participants', key: ['discussion_id', 'actor'] },
  ],
  layout: ({ hasInterventions }) => [
    { of: 'discussion', columns: [discussionId] },
    { of: 'comment', columns: placeColumns },
    { of: 'actor', columns: actorColumns },
    { of: 'comment', columns: hasInterventions ? [...commentColumns, intervention] : commentColumns },
  ],
  open:
    () =>
    ({ discussion }) =>
      discussion.comments.map((comment) => ({ discussion, actor: comment.actor, comment: { discussion, comment } })),
};
