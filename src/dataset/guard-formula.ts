/** Spreadsheets treat a text that starts like this as a formula, even after line breaks. */
const formulaStart = /^\n*[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;
/** What may follow `@Name` when it addresses a participant. */
const afterName = /^[\s,:.]|^$/;

/**
 * Prefixes a text with an apostrophe if a spreadsheet would run it as a formula. Numbers are left unchanged, and so is
 * `@Name` at the start, which is how participants address each other: `names` are the participants' names.
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
