import type { Request } from '../backends/backend.js';
import type { Condition } from '../plan/job.js';
import type { Actor } from './cast.js';
import type { PromptLayout, TurnPrompt } from './prompt-layouts/prompt-layout.js';
import { formatted, shownComments, type Comment } from './transcript.js';

export interface TurnSeen {
  layout: PromptLayout;
  actor: Pick<Actor, 'name' | 'role'>;
  /** All so far; the actor sees the last of them. */
  comments: readonly Pick<Comment, 'name' | 'text' | 'role'>[];
  condition: Pick<Condition, 'historyLength' | 'historyCounts' | 'historyFormat'>;
}

/** What an actor is asked at its turn, after its system text. */
export function turnPrompt({ layout, actor, comments, condition }: TurnSeen): TurnPrompt {
  const { historyLength, historyCounts, historyFormat } = condition;
  const shown = formatted(shownComments(comments, historyLength, historyCounts), historyFormat);
  const seen = shown.map(({ name, text, role }) => ({
    ...{ name, text, role },
    isOwn: name === actor.name && role === actor.role,
  }));
  const prompt = layout.turn({ actor: { name: actor.name, role: actor.role }, comments: seen });
  return { ...(historyFormat && { separator: '\n' }), ...prompt };
}

/**
 * A question to an actor beside the discussion: after its system text and the history that it would see at its turn, in
 * place of the line that asks for a comment.
 */
export function privatePrompt(
  seen: TurnSeen,
  question: string,
): Pick<Request, 'opening' | 'history' | 'closing' | 'earlierClosing' | 'separator'> {
  const { opening, history, closing, separator } = turnPrompt(seen);
  const hasOwn = history.some((block) => typeof block !== 'string');
  return {
    ...{ opening, history, closing: question },
    ...(hasOwn && { earlierClosing: closing }),
    ...(separator !== undefined && { separator }),
  };
}
