/** A table for people: cells are formatted. */
export interface ReportTable {
  /** As in file names. */
  name: string;
  title: string;
  columns: readonly TableColumn[];
  rows: readonly (readonly string[])[];
  /** For files only: too long for a terminal. */
  isLong?: true;
}

export interface TableColumn {
  title: string;
  /** Texts are set left, numbers right. */
  kind: 'words' | 'number';
}

export function words(...titles: readonly string[]): TableColumn[] {
  return titles.map((title) => ({ title, kind: 'words' }));
}

export function numbers(...titles: readonly string[]): TableColumn[] {
  return titles.map((title) => ({ title, kind: 'number' }));
}
