import { actorsCalled, lengthOfOwnPrefix } from '../../speaker-line.js';
import type { Detector, Known } from '../detector.js';
import { turnsIn } from '../turns-in.js';

/**
 * Begins with a speaker's name as a label: `Marta: I counted nine vans.`, `[Aisha] My sketch has both.`, `User Dieter
 * posted:`. The plain name of somebody else addresses them. False positives: a comment that announces itself by name.
 */
export const namePrefix: Detector = {
  finds: (raw, known) => lengthOfPrefix(raw, known) > 0 || beginsAsOther(raw, known),
  strip: (raw, known) => raw.trim().slice(lengthOfPrefix(raw, known)).trim(),
};

function lengthOfPrefix(raw: string, { speaker, actors }: Known): number {
  const text = raw.trim();
  const own = lengthOfOwnPrefix(text, { speaker, actors });
  if (own > 0) return own;
  const match = bracketed.exec(text);
  const { bracketed: inBrackets, dashed, addressed } = match?.groups ?? {};
  const name = inBrackets ?? dashed ?? addressed ?? '';
  return match && actorsCalled(name, actors).includes(speaker) ? match[0].length : 0;
}

const bracketed =
  /^["“]?(?:[([](?<bracketed>[^\n)\]]{1,60})[)\]][ \t]+(?=\p{L})|(?<dashed>[^\n–—@]{1,60}?) [-–—] |@(?<addressed>[^\n:@]{1,60}?) posted[ \t]*:[ \t]*)/u;

function beginsAsOther(raw: string, known: Known): boolean {
  const text = raw.trim();
  const [first] = turnsIn(text, known);
  if (!first || first.start > 0) return false;
  return first.isPrefixed || first.isSelf || /^[-\s]*[*_]/u.test(text);
}
