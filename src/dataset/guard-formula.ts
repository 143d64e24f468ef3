/** Spreadsheets take a text that begins so for a formula, after line breaks too. */
const formulaStart = /^\n*[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;
/** What may follow a name for it to be an address. */
const afterName = /^[\s,:.]|^$/;

/**
 * The text with an apostrophe before it where a spreadsheet would run it. Numbers stay numbers, and `@Name` at the
 * beginning is how people in a discussion address each other: `names` are those of its participants.
 */
export function guardFormula(text: string, names: readonly string[]): string {
  if (!formulaStart.test(text) || plainNumber.test(text) || isAddress(text, names)) return text;
  return `'${text}`;
}

function isAddress(text: string, names: readonly string[]): boolean {
  return names.some(
    (name) =>
      name !== '' && text.startsWith(`@${name}`) && afterName.test(text.slice(name.length + 1, name.length + 2)),
  );
}
