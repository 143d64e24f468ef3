import { prefixOf } from '../repair-reply.js';
import { describeTraits, systemText } from '../actor-prompt.js';
import { commentBlock } from '../transcript.js';
import type { PromptLayout } from './prompt-layout.js';

/** The first versions of the Python original: sentences, then the comments and the actor's own prefix in one message. */
export const original: PromptLayout = {
  system: ({ context, name, traits, attributes, instructions }) =>
    systemText(context, name, attributes?.join(', ') ?? describeTraits({ name, traits }), instructions),
  turn: ({ actor, comments }) => ({ opening: '', history: comments.map(commentBlock), closing: prefixOf(actor.name) }),
};
