import type { Detector } from '../detector.js';
import { turnsIn } from '../turns-in.js';

/**
 * Goes on as somebody else, also as somebody made up: `Fine with me.\n\nPiet: The money has to come from somewhere.` A
 * label without `User … posted:` counts after a blank line, or where the speaker has one too. False positives: scripts
 * and quotations that are set like a dialogue.
 */
export const speaksForOthers: Detector = {
  finds(raw, known) {
    const turns = turnsIn(raw, known);
    const hasOwn = turns.some(({ isSelf }) => isSelf);
    const isDialogue = (raw.match(roleLine)?.length ?? 0) > 1;
    return (
      isDialogue ||
      turns.some(
        ({ isSelf, isPrefixed, start }) =>
          !isSelf && (isPrefixed || hasOwn || /\n\s*\n[ \t]*$/u.test(raw.slice(0, start))),
      )
    );
  },
};

const roleLine = /^[ \t]*(?:Human|User|USER|Assistant|ASSISTANT)[ \t]*:/gmu;
