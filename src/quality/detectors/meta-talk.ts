import type { Detector } from '../detector.js';

/**
 * Announces, comments on or offers a text in place of saying it: `Here is a short comment:`, `(Note: written from the
 * perspective of a vet.)` English only. False positives: a comment that hands over a text of its own.
 */
export const metaTalk: Detector = { finds: (raw) => talk.some((pattern) => pattern.test(raw)) };

const text = String.raw`(?:comment|response|reply|version|paragraph|scenario|rewrite|message|post|text|statement|answer)`;
const talk: readonly RegExp[] = [
  new RegExp(
    `\\b(?:here(?:['’]s| is| are)|below (?:is|are)) (?:an?|the|my|your|one|some|our) (?:[\\w'’-]+ ){0,4}?${text}s?\\b[^.?!\\n]{0,80}(?::|\\n|$)`,
    'i',
  ),
  new RegExp(`^\\W*(?:my|the|a) (?:possible |short )?${text}:`, 'i'),
  new RegExp(`^\\[(?:an? )?${text} (?:by|from|as)\\b`, 'i'),
  /\b(?:let me know if|would) you(?:['’]d| would)? like (?:me to (?:adjust|change|rewrite|revise|edit|make|write)|(?:an?|another) (?:[\w-]+ )?version)/i,
  /\banything else you(?:['’]d| would) like me to\b/i,
  /\((?:note|word count|i (?:kept|have kept|used|wrote))\b[^)]{0,120}(?:\)|$)/i,
  /\b(?:rewritten|revised) (?:version|text|paragraph|comment)\b|\bas requested\b|\b(?:the )?text you(?:['’]d| would) like me to\b/i,
  /\bthis (?:interaction|conversation) (?:is|goes) between (?:you|the user)\b/i,
];
