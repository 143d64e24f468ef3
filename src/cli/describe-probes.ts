import type { ShownDiscussion } from '../experiment/show-discussion.js';
import { printable } from '../log/printable.js';

type Answer = ShownDiscussion['probes'][number];

const arms: Readonly<Record<Answer['arm'], string>> = {
  asked: '',
  retest: 'again: ',
  no_exposure: 'without reading: ',
};

/** What participants were asked in private when so many comments were written, a line for each participant and probe. */
export function describeProbes({ probes }: Pick<ShownDiscussion, 'probes'>, turn: number): string[] {
  const lines = new Map<string, string[]>();
  for (const answer of probes.filter((one) => one.turn === turn)) {
    const asked = `(private, ${whenOf(answer)}) ${printable(answer.participant)}: ${answer.probe} `;
    lines.set(asked, [...(lines.get(asked) ?? []), `${arms[answer.arm]}${printable(valueOf(answer))}`]);
  }
  return Array.from(lines, ([asked, answers]) => `${asked}${answers.join(', ')}`);
}

function whenOf({ time, turns }: Answer): string {
  return time === 'during' ? `after ${turns} ${turns === 1 ? 'turn' : 'turns'}` : `${time} the discussion`;
}

function valueOf({ status, value }: Answer): string {
  return value === null ? `(${status.replace('_', ' ')})` : String(value);
}
