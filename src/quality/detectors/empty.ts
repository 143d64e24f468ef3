import { isSilentReply } from '../../silence.js';
import type { Detector } from '../detector.js';

/**
 * No text, or a notation for silence, from a speaker whose instructions do not speak of silence. False positives:
 * instructions that allow it in other words.
 */
export const empty: Detector = {
  finds: (raw, { system }) => isSilentReply(raw) && system !== '' && !/\bsilen(?:t|ce)\b/iu.test(system),
};
