import type { Detector } from '../detector.js';

/**
 * The model's reasoning about its task: `<think>…</think>`, or `Okay, the user wants me to reply as Marta.` The sentences
 * are looked for in English, at the beginning. False positives: a comment that speaks of users and instructions.
 */
export const thinkLeak: Detector = {
  finds: (raw) => tag.test(raw) || reasoning.test(raw.trimStart().slice(0, 250)),
  strip: (raw) => raw.replace(pair, '').replace(upToEnd, '').replace(fromStart, '').trim(),
};

const names = 'think|thinking|thought|thoughts|reasoning|scratchpad|reflection';
const tag = new RegExp(`</?(?:${names})>|[◁◀]/?think[▷▶]|<\\|channel\\|>\\s*analysis|^\\s*Thought:`, 'i');
const pair = new RegExp(`<(${names})>[\\s\\S]*?</\\1>|◁think▷[\\s\\S]*?◁/think▷`, 'gi');
/** Templates often open the tag in the prompt. */
const upToEnd = new RegExp(`^[\\s\\S]*(?:</(?:${names})>|◁/think▷)`, 'i');
const fromStart = new RegExp(`<(?:${names})>[\\s\\S]*$`, 'i');
const reasoning =
  /\bthe user (?:wants|is asking|asks|asked|said|has asked)\b|\bwhat the user\b|\b(?:the|my) instructions? (?:say|says|tell|is to|are to|ask)\b|\b(?:I|we) (?:need|have|should|am supposed|are supposed) to (?:write|reply|respond|answer|create|craft)\b[^.\n]{0,30}\b(?:as|comment|reply|response)\b/i;
