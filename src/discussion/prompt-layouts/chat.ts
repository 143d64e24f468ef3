import { commentBlock } from '../transcript.js';
import { original } from './original.js';
import type { PromptLayout } from './prompt-layout.js';

/**
 * What instruct models are trained on: an actor's own comments are its turns, those of the others between them one
 * message of the user. The words are those of `original`, so that the two differ in nothing but the roles.
 */
export const chat: PromptLayout = {
  ...original,
  turn: ({ actor, comments }) => ({
    ...original.turn({ actor, comments }),
    history: comments.map((comment) => (comment.isOwn ? { own: comment.text } : commentBlock(comment))),
  }),
};
