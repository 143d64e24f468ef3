import { join } from 'node:path';
import type { ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, CommentTable } from '../experiment-config.js';

/** The table of comments to annotate, if the config names one, and where its discussions are imported to. */
export function resolveCommentTable(
  reading: ConfigReading,
  { runDir, makesDiscussions }: { runDir: string; makesDiscussions: boolean },
): Partial<Pick<AnnotationConfig, 'table' | 'discussionsDir'>> {
  const { files = {}, columns, carry_columns: carry } = reading.given.annotation ?? {};
  const { discussions_path: path, discussions_dir: dir } = files;
  if (path === undefined) {
    if (columns ?? carry)
      reading.reportMissing(['annotation', 'files', 'discussions_path'], 'Name the table that has these columns.');
    return {};
  }
  if (dir !== undefined)
    reading.reportContradiction(
      ['annotation', 'files', 'discussions_path'],
      'Both discussions_path and discussions_dir say what to annotate.',
      'Remove one of them.',
    );
  if (!columns)
    reading.reportMissing(
      ['annotation', 'columns'],
      'Say what the columns of discussions_path are called: {text: NAME}, and discussion, id, speaker, time and reply_to, as far as it has them.',
    );
  const text = columns?.text;
  if (text === undefined) return {};
  const table: CommentTable = { file: reading.absolute(path), columns: { text, ...columns }, carry: carry ?? [] };
  return { table, discussionsDir: join(runDir, makesDiscussions ? 'imported' : 'discussions') };
}
