import type { VNode } from 'preact';
import { linkTo } from '../route.js';

interface MatchStepperProps {
  id: string;
  beside: string | undefined;
  turn: number | undefined;
  turns: readonly number[];
}

/** From one matching comment of the discussion to the next. */
export function MatchStepper({ id, beside, turn = -1, turns }: MatchStepperProps): VNode {
  const before = turns.findLast((other) => other < turn);
  const after = turns.find((other) => other > turn);
  const at = turns.indexOf(turn);
  return (
    <p class="matches">
      <span>{at < 0 ? `${turns.length} matching comments` : `Match ${at + 1} of ${turns.length}`}</span>
      <Step text="Previous" {...{ id, beside, to: before }} />
      <Step text="Next" {...{ id, beside, to: after }} />
    </p>
  );
}

function Step({
  text,
  id,
  beside,
  to,
}: Omit<MatchStepperProps, 'turn' | 'turns'> & { text: string; to?: number | undefined }): VNode {
  return to === undefined ? (
    <span class="button off">{text}</span>
  ) : (
    <a class="button" href={linkTo(id, { turn: to, beside })}>
      {text}
    </a>
  );
}
