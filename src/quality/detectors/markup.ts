import type { Detector } from '../detector.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/**
 * A code fence, or tags, JSON or a heading around the comment: "```\nThe lane is good.\n```", `<p>…</p>`. False positives:
 * a comment that shows code.
 */
export const markup: Detector = {
  finds: (raw) => raw.includes('```') || wrappers.some((wrapper) => wrapper.test(raw)) || textInJson(raw) !== undefined,
  strip(raw) {
    const unfenced = raw.replace(/```[ \t]*[a-z]*[ \t]*\n?/gu, '').trim();
    const inner = textInJson(unfenced) ?? unfenced;
    return wrappers.reduce((text, wrapper) => wrapper.exec(text)?.groups?.['inner'] ?? text, inner).trim();
  },
};

const wrappers = [
  /^\s*<(?<tag>[a-z][\w-]*)(?: [^>]*)?>(?<inner>[\s\S]*)<\/\k<tag>>\s*$/iu,
  /^\s*#{1,2}[ \t]+[^\n]+\n(?<inner>[\s\S]*)$/u,
  /^\s*(?:\*\*(?:Comment|Reply|Response|Message|Post)[^*\n]{0,20}\*\*|(?:Comment|Reply|Message|Post)(?=:))[ \t]*:?(?<inner>[\s\S]*)$/u,
];

/** The longest text in an object; undefined if the reply is no JSON. */
function textInJson(raw: string): string | undefined {
  const text = raw.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  try {
    const texts = Object.values(parseForeignJson(text) as object).filter((value) => typeof value === 'string');
    return texts.toSorted((one, other) => other.length - one.length)[0] ?? '';
  } catch {
    return undefined;
  }
}
