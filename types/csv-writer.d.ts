/** The part of csv-writer that we use. Its own types are TypeScript sources, which do not compile under our settings. */
declare module 'csv-writer/dist/index.js' {
  export function createArrayCsvStringifier(options: { recordDelimiter: string; alwaysQuote?: boolean }): {
    stringifyRecords(records: readonly (readonly unknown[])[]): string;
  };
}
