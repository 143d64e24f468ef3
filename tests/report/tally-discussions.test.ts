import { expect, it } from 'vitest';
import { tallyDiscussions } from '../../src/report/tally-discussions.js';
import { discussionOf } from '../analysis/town-hall.js';

it('when detectors looked at some replies, then the share of findings is of these', () => {
  const talk = discussionOf(['Hello.', 'Hi.', 'Well.'].map((text) => ({ by: 'anna', text })));
  const flags = [['markup', 'quoted'], [], undefined];
  const comments = talk.comments.map((comment, turn) => {
    const found = flags[turn];
    return { ...comment, ...(found && { flags: found }) };
  });
  const tally = tallyDiscussions([]);
  tally.note({ discussion: { ...talk, comments }, annotations: [] });
  expect(tally.result().rates).toMatchObject([{ turns: 3, inspected: 2, flagged: 1 }]);
});
