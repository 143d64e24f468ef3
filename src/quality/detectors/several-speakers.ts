import type { Detector } from '../detector.js';
import { turnsIn } from '../turns-in.js';
import { speaksForOthers } from './speaks-for-others.js';

/**
 * The turns of two speakers or more: `Shoes matter.\nNoel: They do not.\nChiara: They do.` A text before the first label
 * is the speaker's own. False positives: as of `speaks_for_others`.
 */
export const severalSpeakers: Detector = {
  finds(raw, known) {
    if (!speaksForOthers.finds(raw, known)) return false;
    const turns = turnsIn(raw, known);
    const speakers = new Set(turns.map(({ name, isSelf }) => (isSelf ? known.speaker : `of ${name}`)));
    const [first] = turns;
    if (!first) return true; // a dialogue of `Human:` and `Assistant:`
    if (raw.slice(0, first.start).trim() !== '') speakers.add(known.speaker);
    return speakers.size > 1;
  },
};
