/** The part of a server's answer that is shown even if the rest repeats what `extra_body` holds. */
export interface Brief {
  /** What the answer starts with, which is not from the server: `HTTP 400`. */
  start: string;
  /** The server's code for the error. */
  code?: string;
}

/** What may be shown of a server's answer. */
export type Redact = (said: string, brief: Brief) => string;

/** Words of this length are found inside other words too; shorter ones would be found everywhere. */
const longEnough = 6;

/**
 * Takes secrets out of what servers say: some repeat in a refusal what they were sent. The API key is replaced. An
 * answer that repeats any key, text or number of `extra_body`, as a whole word or inside one, is cut down to status and
 * code: whatever else it repeats is nobody's to see.
 */
export function redactor(key: string | undefined, extraBody: object): Redact {
  const found = [...new Set(textsIn(extraBody).flatMap(spellingsOf))].filter((text) => text !== '');
  const secret = found.length === 0 ? undefined : new RegExp(found.map(patternOf).join('|'), 'iu');
  const repeats = (text: string): boolean => secret?.test(oneSpaced(unescape(text))) ?? false;
  return (said, { start, code }) => {
    const kept = key ? said.replaceAll(key, '[key]') : said;
    if (!repeats(kept.slice(start.length))) return kept;
    const shown = [start, ...(code === undefined || repeats(code) ? [] : [code])].filter((part) => part !== '');
    return [...shown, '(the rest repeats parts of extra_body)'].join(' ');
  };
}

/** All keys, texts and numbers; true, false and null are no secrets. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
    : [];
}

/** The whole text and its long words, as they are and as in JSON. */
function spellingsOf(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1)].flatMap((spelling) => [
    oneSpaced(spelling).trim(),
    ...spelling.split(/\s+/).filter((word) => word.length >= longEnough),
  ]);
}

function patternOf(text: string): string {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return text.length >= longEnough ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}

function oneSpaced(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** JSON may spell letters as `\u0430`. */
function unescape(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
