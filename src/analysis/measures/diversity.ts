import type { DiscussionRecord } from '../../documents/records.js';
import { diversityOf, type Diversity } from '../rouge-l.js';
import { participantComments, type Measure, type MeasureOptions } from './measure.js';

/** 1 − mean ROUGE-L F of all pairs of comments; at least two comments. Read it beside comment length. */
export const diversity: Measure = {
  name: 'diversity',
  unit: '0 to 1',
  of: (discussion, options) => discussionDiversity(discussion, options).diversity,
};

/** With the number of pairs that have no token, which make a discussion look diverse. */
export function discussionDiversity(
  discussion: DiscussionRecord,
  { diversityComments, diversityTokens }: MeasureOptions,
): Diversity {
  const comments = diversityComments === 'all' ? discussion.comments : participantComments(discussion);
  return diversityOf(
    comments.map(({ text }) => text),
    diversityTokens,
  );
}
