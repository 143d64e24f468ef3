import { actorsCalled, speakerLines } from '../speaker-line.js';
import type { Known } from './detector.js';

/** A turn that a reply labels with a speaker. */
interface LabelledTurn {
  /** As the label has it. */
  name: string;
  start: number;
  /** It begins with `User … posted:`, or `replied` and the like, which nobody writes in a comment of their own. */
  isPrefixed: boolean;
  isSelf: boolean;
}

/** The turns that a reply labels, in order: `User anna posted:` with any name, and lines that begin with an actor's. */
export function turnsIn(raw: string, known: Pick<Known, 'speaker' | 'actors'>): readonly LabelledTurn[] {
  if (last?.raw !== raw || last.speaker !== known.speaker || last.actors !== known.actors)
    last = { raw, speaker: known.speaker, actors: known.actors, turns: readTurns(raw, known) };
  return last.turns;
}

/** Several detectors ask for those of the same reply. */
let last: { raw: string; speaker: string; actors: readonly string[]; turns: readonly LabelledTurn[] } | undefined;

function readTurns(raw: string, known: Pick<Known, 'speaker' | 'actors'>): LabelledTurn[] {
  const found = new Map<number, LabelledTurn>();
  const note = (name: string, start: number, isPrefixed: boolean): void => {
    const isSelf = actorsCalled(name, known.actors).includes(known.speaker);
    if (!found.has(start)) found.set(start, { name: name.trim().toLowerCase(), start, isPrefixed, isSelf });
  };
  for (const { name, start } of speakerLines(raw)) note(name, start, true);
  for (const { index, groups } of raw.matchAll(saysLine)) note(groups?.['name'] ?? '', index, true);
  if (known.actors.some((actor) => raw.includes(actor)))
    for (const { index, groups } of raw.matchAll(labelLine)) {
      const name = groups?.['name'] ?? groups?.['bracketed'] ?? '';
      if (actorsCalled(name, known.actors).length > 0) note(name, index, false);
    }
  return [...found.values()].sort((one, other) => one.start - other.start);
}

const saysLine = /^[*_#\s]*User (?<name>[^\n:]{1,40}?) (?:replied|responded|wrote|says|said|commented):/gmu;
/** `anna:`, `**anna**:`, `anna says:`, `(anna)`; not `@anna:`, which addresses her. */
const labelLine =
  /^[ \t>*_"“-]*(?:(?<name>[^\s@()[\]:*_"][^\n@:*"]{0,40}?)[*_]*(?: (?:says|said|replies|replied|posted))?[ \t]*[*_]*[:：]|[([](?<bracketed>[^\n)\]]{1,40})[)\]][ \t]*\p{L})/gmu;
