/** Every spelling of a secret in which it may come back: as it is, in JSON, in a URL. */
const spellings = new Set<string>();
let pattern: RegExp | undefined;

/**
 * From now on, `redact` replaces this text. Short words and words without a digit, such as `EMPTY` and `not-needed`, which
 * servers without keys are given, are no secrets: replacing them would change ordinary texts.
 */
export function keepSecret(secret: string): void {
  const text = secret.trim();
  if (text.length < 8 || (text.length < 20 && !/\d/.test(text))) return;
  const known = spellings.size;
  for (const one of [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())])
    spellings.add(one);
  if (spellings.size === known) return;
  const longestFirst = [...spellings].sort((one, other) => other.length - one.length);
  pattern = new RegExp(longestFirst.map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
}

/**
 * A text without the secrets that this process knows. Every line of the log, every text on the terminal, every completion
 * before it is journalled and every file about a failure passes here, and only afterwards may it be shortened.
 */
export function redact(text: string): string {
  return pattern ? text.replace(pattern, '[key]') : text;
}

/** The same for all texts in a JSON value. Its keys are ours, and a number of the same digits is no secret. */
export function redactValue<Value>(value: Value): Value {
  return pattern ? (redactTexts(value) as Value) : value;
}

function redactTexts(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactTexts(inner)]));
}
