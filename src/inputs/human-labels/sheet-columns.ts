/** The columns of a coding sheet beside those of metrics, and of the same data in annotation tools. */
export const sheetColumns = {
  item: 'item',
  role: 'role',
  topic: 'topic',
  opening: 'opening',
  earlier: 'earlier comments',
  comment: 'comment',
} as const;

/** What people choose who cannot judge: no label, but an answer. */
export const cannotJudge = 'cannot judge';

/** What annotation tools export beside labels, and what our tasks bring there. */
export function isOfTool(name: string): boolean {
  return name.startsWith('shown_') || ofTools.has(name);
}

const ofTools = new Set(
  'item coder split id instance_id user_id user annotator annotation_id created_at updated_at lead_time agreement history'.split(
    ' ',
  ),
);
