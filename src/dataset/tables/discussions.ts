import { discussionColumns, fixedDiscussionColumns } from '../columns/discussion-columns.js';
import { nameClaims } from '../name-claims.js';
import type { TableKind } from './table-kind.js';

export const discussions: TableKind = {
  name: 'discussions',
  meaning: 'One row per discussion.',
  key: ['discussion_id'],
  references: [],
  layout(found) {
    const claim = nameClaims(fixedDiscussionColumns.map(({ name }) => name));
    return [{ of: 'discussion', columns: discussionColumns(found, claim) }];
  },
  open: () => (read) => [{ discussion: read.discussion }],
};
