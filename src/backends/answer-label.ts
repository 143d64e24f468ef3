import type { Completion } from './backend.js';
import { joinLabels, splitLabel, type LabelSpecification } from './label.js';
import { canScore } from './label-trie.js';

type Answer = Pick<Completion, 'text' | 'raw_text' | 'finish_reason' | 'label_scores' | 'completion_tokens'>;

interface Ways<Reply extends Answer> {
  /** Lets the model write, held to the label where the engine can do that; a text without one. */
  speak: (label?: LabelSpecification) => Promise<Reply>;
  /** Scores metrics whose values are listed; absent if the engine cannot. */
  score?: (label: LabelSpecification) => Promise<Reply>;
}

/**
 * What an engine answers: metrics whose values are listed are scored where that can be done, and the others are written
 * beside them, in an object of their own, so that no label depends on another.
 */
export async function answerLabel<Reply extends Answer>(
  label: LabelSpecification | undefined,
  { speak, score }: Ways<Reply>,
): Promise<Reply> {
  const { listed, open } = splitLabel(label ?? []);
  if (!score || listed.length === 0 || !canScore(listed)) return speak(label);
  const scored = await score(listed);
  if (open.length === 0) return scored;
  const written = await speak(open);
  const text = joinLabels(scored.text, written.text);
  const tokens = addTokens(scored.completion_tokens, written.completion_tokens);
  if (text !== undefined) return { ...written, ...scored, text, completion_tokens: tokens };
  const raw_text = `${scored.text}\n${written.raw_text ?? written.text}`;
  return { ...scored, raw_text, finish_reason: written.finish_reason, completion_tokens: tokens };
}

function addTokens(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
