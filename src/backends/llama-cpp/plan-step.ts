/** A sequence that has tokens to evaluate. */
export interface PendingSequence {
  sequence: number;
  /** Tokens that may go into one pass: up to the next point where evaluation has to be split. */
  pending: number;
}

interface ReadingSequence extends PendingSequence {
  /** Whether the tokens are those of a prompt. */
  isReading: boolean;
}

/** How many of its tokens a sequence puts into the next forward pass. */
export interface StepShare {
  sequence: number;
  take: number;
}

/**
 * Plans the next forward pass: first one token of every reply under way, so that none waits for another's prompt, then
 * prompts, in equal shares of the remaining budget. Ordered by sequence.
 */
export function planStep(sequences: readonly PendingSequence[], budget: number): StepShare[] {
  const speaking = sequences.filter(({ pending }) => pending === 1);
  const reading = sequences.filter(({ pending }) => pending > 1);
  const shares = [
    ...speaking.map(({ sequence }) => ({ sequence, take: 1 })),
    ...shareOut(reading, budget - speaking.length),
  ];
  return shares.filter(({ take }) => take > 0).sort((a, b) => a.sequence - b.sequence);
}

/**
 * Plans a pass whose results depend on nothing that happens to wait at the same time: one piece of one prompt, or one
 * token of every reply. llama.cpp would cut a prompt where the other sequences of the pass end, and it multiplies a
 * single token by another kernel than several, which rounds differently.
 */
export function planUniformStep(sequences: readonly ReadingSequence[], budget: number): StepShare[] {
  const prompt = sequences.find(({ pending, isReading }) => isReading && pending > 0);
  if (prompt) return [{ sequence: prompt.sequence, take: Math.min(prompt.pending, budget) }];
  return sequences.filter(({ pending }) => pending > 0).map(({ sequence }) => ({ sequence, take: 1 }));
}

/** The shortest first, so that the others get what it does not need. */
function shareOut(reading: readonly PendingSequence[], budget: number): StepShare[] {
  const byLength = [...reading].sort((a, b) => a.pending - b.pending || a.sequence - b.sequence);
  let left = budget;
  return byLength.map(({ sequence, pending }, place) => {
    const take = Math.min(pending, Math.floor(left / (byLength.length - place)));
    left -= take;
    return { sequence, take };
  });
}
