import { actorColumns, actorPersona } from '../columns/actor-columns.js';
import { discussionId } from '../columns/discussion-columns.js';
import { probeColumns, probeScoreColumns } from '../columns/probe-columns.js';
import type { TableKind } from './table-kind.js';

export const probes: TableKind = {
  name: 'probes',
  meaning:
    'One row per answer to a private question: participant × probe × time × arm. Nobody in the discussion saw it.',
  key: ['discussion_id', 'actor', 'probe', 'turns', 'arm'],
  references: [
    { columns: ['discussion_id'], table: 'discussions', key: ['discussion_id'] },
    { columns: ['discussion_id', 'actor'], table: 'participants', key: ['discussion_id', 'actor'] },
  ],
  layout: ({ probes: found }) => [
    { of: 'discussion', columns: [discussionId] },
    { of: 'actor', columns: [...actorColumns.filter(({ name }) => name !== 'is_moderator'), actorPersona] },
    { of: 'probe', columns: found === 'scored' ? [...probeColumns, ...probeScoreColumns] : probeColumns },
  ],
  isIn: ({ probes: found }) => found !== 'none',
  open:
    () =>
    ({ discussion }) =>
      (discussion.probes ?? []).map((probe) => ({ discussion, actor: probe.actor, probe })),
};
