/** The part of csv-writer that we use: its own types are TypeScript sources that do not compile under our settings. */
export function createArrayCsvStringifier(options: { recordDelimiter: string; alwaysQuote?: boolean }): {
  stringifyRecords(records: readonly (readonly unknown[])[]): string;
};
