/** White space, including zero-width characters. */
const invisible = /^[\s\u200b\u2060]*$/;
const quote = /["'`´“”„‟‘’‚‛«»‹›「」『』｢｣〝〞〟＂＇]/.source;
const pairOfQuotes = new RegExp(`^${quote}\\s*${quote}$`);
/** The words recognised between brackets or asterisks. */
const silentWords = /^(?:silent|silence|(?:stays?|remains?) silent)$/i;
const closingOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '*': '*' };
const longestSpelling = 40;

/**
 * Whether a model chose to say nothing. The list is closed: white space; two quote characters; `(silent)`, `[silence]`,
 * `*stays silent*` and the like, in any case, with or without a full stop. `?`, `…` and emoji count as comments.
 */
export function isSilentReply(text: string): boolean {
  const said = text.trim();
  if (said.length > longestSpelling) return false;
  const spelling = withoutFullStop(said);
  return invisible.test(said) || pairOfQuotes.test(spelling) || isSilentRemark(spelling);
}

/** Whether a turn in a file of the Python original is silent: empty, white space, or two quote characters. */
export function isSilentInOriginal(text: string): boolean {
  const said = text.trim();
  return said.length <= 2 && (said === '' || pairOfQuotes.test(said));
}

function isSilentRemark(text: string): boolean {
  const inner = text.slice(1, -1).trim();
  return closingOf[text.charAt(0)] === text.at(-1) && silentWords.test(withoutFullStop(inner));
}

function withoutFullStop(text: string): string {
  return text.replace(/[.。]$/, '').trimEnd();
}
