import { participantComments, shareOf, type Measure } from './measure.js';

/** Words, separated by white space, per spoken comment of participants. */
export const commentLength: Measure = {
  name: 'words_per_comment',
  title: 'Length of comments',
  unit: 'words per comment',
  note: 'Words between white space ÷ spoken comments of participants; seed opinions and the moderator are left out.',
  scale: 'number',
  of(discussion) {
    const comments = participantComments(discussion);
    return shareOf(
      comments.reduce((sum, { text }) => sum + countWords(text), 0),
      comments.length,
    );
  },
};

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
