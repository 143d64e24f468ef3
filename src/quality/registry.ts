import type { Detector, DetectorName } from './detector.js';
import { empty } from './detectors/empty.js';
import { languageDrift } from './detectors/language-drift.js';
import { markup } from './detectors/markup.js';
import { mentionsNobody } from './detectors/mentions-nobody.js';
import { metaTalk } from './detectors/meta-talk.js';
import { namePrefix } from './detectors/name-prefix.js';
import { personaBreak } from './detectors/persona-break.js';
import { promptLeak } from './detectors/prompt-leak.js';
import { quoted } from './detectors/quoted.js';
import { refusal } from './detectors/refusal.js';
import { repeatsOthers } from './detectors/repeats-others.js';
import { repeatsSelf } from './detectors/repeats-self.js';
import { repeatsWithin } from './detectors/repeats-within.js';
import { selfMention } from './detectors/self-mention.js';
import { severalSpeakers } from './detectors/several-speakers.js';
import { speaksForOthers } from './detectors/speaks-for-others.js';
import { templateEcho } from './detectors/template-echo.js';
import { thinkLeak } from './detectors/think-leak.js';
import { truncated } from './detectors/truncated.js';

/** All detectors, by their names in the config. */
export const detectors: Readonly<Record<DetectorName, Detector>> = {
  template_echo: templateEcho,
  speaks_for_others: speaksForOthers,
  several_speakers: severalSpeakers,
  name_prefix: namePrefix,
  markup,
  quoted,
  refusal,
  persona_break: personaBreak,
  meta_talk: metaTalk,
  repeats_self: repeatsSelf,
  repeats_others: repeatsOthers,
  repeats_within: repeatsWithin,
  language_drift: languageDrift,
  truncated,
  empty,
  self_mention: selfMention,
  mentions_nobody: mentionsNobody,
  think_leak: thinkLeak,
  prompt_leak: promptLeak,
};
