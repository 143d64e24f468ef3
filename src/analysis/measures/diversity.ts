import type { DiscussionRecord } from '../../documents/records.js';
import { diversityOf, type Diversity } from '../rouge-l.js';
import { participantComments, type Measure, type MeasureOptions } from './measure.js';

/** 1 − mean ROUGE-L F of all pairs of comments; at least two comments. Read it beside comment length. */
export const diversity: Measure = {
  name: 'diversity',
  title: 'Diversity of comments',
  unit: '1 − mean ROUGE-L F, 0 to 1',
  note: 'Over all pairs of comments of a discussion. It depends on the length of comments: read both together. Higher is not better.',
  scale: 'number',
  of: (discussion, options) => discussionDiversity(discussion, options).diversity,
};

const known = new WeakMap<DiscussionRecord, { options: MeasureOptions; found: Diversity }>();

/** With the number of pairs that have no token, which make a discussion look diverse. Compared once for each discussion. */
export function discussionDiversity(discussion: DiscussionRecord, options: MeasureOptions): Diversity {
  const earlier = known.get(discussion);
  if (earlier?.options === options) return earlier.found;
  const { diversityComments, diversityTokens } = options;
  const comments = diversityComments === 'all' ? discussion.comments : participantComments(discussion);
  const found = diversityOf(
    comments.map(({ text }) => text),
    diversityTokens,
  );
  known.set(discussion, { options, found });
  return found;
}
