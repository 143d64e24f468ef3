/** A sequence that has tokens to evaluate. */
export interface PendingSequence {
  sequence: number;
  /** Tokens that may go into one pass: up to the next place where evaluation has to be split. */
  pending: number;
}

/** How many of its tokens a sequence puts into the next forward pass. */
export interface StepShare {
  sequence: number;
  take: number;
}

/**
 * The next forward pass: first one token for everyone who speaks, so that no reply waits for another's prompt,
 * then prompts, in equal chunks of the budget that is left. Ordered by sequence.
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

/** The shortest first, so that what one does not need falls to the others. */
function shareOut(reading: readonly PendingSequence[], budget: number): StepShare[] {
  const byLength = [...reading].sort((a, b) => a.pending - b.pending || a.sequence - b.sequence);
  let left = budget;
  return byLength.map(({ sequence, pending }, place) => {
    const take = Math.min(pending, Math.floor(left / (byLength.length - place)));
    left -= take;
    return { sequence, take };
  });
}
