import type { VNode } from 'preact';
import type { PageTable } from '../../figure-data.js';
import { DataTable } from './data-table.js';

/** A table of the analysis as it is; neighbouring rows of the same name are a group. */
export function TextTable({ table: { title, columns, rows } }: { table: PageTable }): VNode {
  return (
    <DataTable
      caption={title}
      rows={rows}
      {...(columns.length > 2 && columns[1]?.kind === 'words' && { groupOf: ([name = '']: readonly string[]) => name })}
      columns={columns.map((column, index) => ({
        title: capital(column.title),
        kind: column.kind,
        cell: (row: readonly string[]) => <bdi>{row[index]}</bdi>,
      }))}
    />
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
