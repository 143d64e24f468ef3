import { actorColumns, actorPersona, actorPromptId, personaColumns } from '../columns/actor-columns.js';
import { discussionId } from '../columns/discussion-columns.js';
import { nameClaims } from '../name-claims.js';
import type { TableKind } from './table-kind.js';

const fixed = [...actorColumns, actorPromptId, actorPersona];

export const participants: TableKind = {
  name: 'participants',
  meaning: 'One row per actor of a discussion: its participants, also those who never spoke, and its moderator.',
  key: ['discussion_id', 'actor'],
  references: [
    { columns: ['discussion_id'], table: 'discussions', key: ['discussion_id'] },
    { columns: ['prompt_id'], table: 'prompts', key: ['prompt_id'] },
  ],
  layout(found) {
    const claim = nameClaims([discussionId, ...fixed].map(({ name }) => name));
    return [
      { of: 'discussion', columns: [discussionId] },
      { of: 'actor', columns: [...fixed, ...personaColumns(found, claim)] },
    ];
  },
  open:
    () =>
    ({ discussion }) =>
      discussion.actors.map((actor) => ({ discussion, actor })),
};
