import type { VNode } from 'preact';
import type { ReportOverview } from '../../report-data.js';
import { TextTable } from './text-table.js';

const names = ['reference', 'divergence', 'detectability'];

export function hasReference({ tables }: ReportOverview): boolean {
  return tables.some(({ name }) => names.includes(name));
}

export function Reference({ overview: { tables } }: { overview: ReportOverview }): VNode {
  return (
    <>
      <p>
        The study beside a corpus of comments by people. Floor: the mean divergence between random halves of the
        reference, which differ by chance alone.
      </p>
      {tables
        .filter(({ name }) => names.includes(name))
        .map((table) => (
          <TextTable key={table.name} table={table} />
        ))}
    </>
  );
}
