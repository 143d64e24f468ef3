import type { Detector } from '../detector.js';

/**
 * Says that it is an AI or an assistant, or that it plays a role: `As an AI language model, I have no opinion.` English
 * only. False positives: a persona who works as an assistant, if the comment says `virtual` or `AI` of it.
 */
export const personaBreak: Detector = { finds: (raw) => claims.some((claim) => claim.test(raw)) };

const machine = String.raw`(?:AI|A\.I\.|artificial intelligence|(?:large )?language model|LLM|chat ?bot|(?:virtual|AI|digital) (?:assistant|attendant|agent|moderator)|computer program|bot)`;
const claims: readonly RegExp[] = [
  new RegExp(
    `\\b(?:as|I am|I['’]m|I['’]m only|you are|you['’]re|being|like me,) (?:just |only )?(?:an?|the|your) (?:[\\w-]+ ){0,3}?${machine}\\b`,
    'i',
  ),
  /\bas an assistant\b|\bI was (?:created|trained|developed|programmed) by\b|\bmy (?:training data|programming)\b/i,
  /\bI (?:don['’]t|do not) have (?:any )?(?:personal |human )?(?:feelings|emotions|opinions|experiences?|a body)\b/i,
  /\bI(?: am|['’]m) (?:playing|acting|role-?playing|portraying)\b[^.]{0,20}\b(?:role|part|character|as a)\b/i,
  /\bin (?:this|my) (?:simulated|fictional|assigned) (?:role|persona|character)\b/i,
  /\bhelp you (?:edit|refine|improve|rewrite)\b[^.]{0,30}\b(?:text|writing)\b/i,
];
