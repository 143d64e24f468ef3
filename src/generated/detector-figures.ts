/* Generated from tests/quality by scripts/measure-detectors.ts. Change the detectors, not this file. */

/** What each detector may do: act on a reply if it is precise enough on the held-out comments, strip if it can. */
export const detectorFigures = {
  template_echo: { right: 22, found: 24, precisionFrom: 0.742, mayAct: false, strips: true },
  speaks_for_others: { right: 22, found: 22, precisionFrom: 0.851, mayAct: true, strips: false },
  several_speakers: { right: 20, found: 20, precisionFrom: 0.839, mayAct: true, strips: false },
  name_prefix: { right: 27, found: 27, precisionFrom: 0.875, mayAct: true, strips: true },
  markup: { right: 17, found: 17, precisionFrom: 0.816, mayAct: true, strips: true },
  quoted: { right: 18, found: 18, precisionFrom: 0.824, mayAct: true, strips: true },
  refusal: { right: 16, found: 16, precisionFrom: 0.806, mayAct: true, strips: false },
  persona_break: { right: 14, found: 14, precisionFrom: 0.785, mayAct: false, strips: false },
  meta_talk: { right: 21, found: 21, precisionFrom: 0.845, mayAct: true, strips: false },
  repeats_self: { right: 42, found: 43, precisionFrom: 0.879, mayAct: true, strips: false },
  repeats_others: { right: 58, found: 59, precisionFrom: 0.91, mayAct: true, strips: false },
  repeats_within: { right: 36, found: 36, precisionFrom: 0.904, mayAct: true, strips: false },
  language_drift: { right: 14, found: 14, precisionFrom: 0.785, mayAct: false, strips: false },
  truncated: { right: 53, found: 54, precisionFrom: 0.902, mayAct: true, strips: false },
  empty: { right: 17, found: 17, precisionFrom: 0.816, mayAct: true, strips: false },
  self_mention: { right: 21, found: 24, precisionFrom: 0.69, mayAct: false, strips: false },
  mentions_nobody: { right: 22, found: 22, precisionFrom: 0.851, mayAct: true, strips: false },
  think_leak: { right: 17, found: 17, precisionFrom: 0.816, mayAct: true, strips: true },
  prompt_leak: { right: 13, found: 13, precisionFrom: 0.772, mayAct: false, strips: false },
} as const;
