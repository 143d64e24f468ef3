import type { VNode } from 'preact';
import type { ReportOverview } from '../../report-data.js';
import { TextTable } from './text-table.js';

const names = [
  'agreement',
  'coders',
  'stability',
  'calibration',
  'alternative-test',
  'calibration-bias',
  'confusion',
  'multiverse',
];

export function hasAgreement({ tables }: ReportOverview): boolean {
  return tables.some(({ name }) => names.includes(name));
}

export function Agreement({ overview: { tables, agreementNotes } }: { overview: ReportOverview }): VNode {
  return (
    <>
      <p>
        How far annotators give the same labels. Alpha, kappa and ICC are 1 for perfect agreement and 0 for what chance
        alone would give; nDFU is 0 where the labels of a comment have one peak, and 1 where they have two equal ones.
        Agreement is no proof of validity: coders can share an error.
      </p>
      <ul class="reading-notes">
        {agreementNotes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {tables
        .filter(({ name }) => names.includes(name))
        .map((table) => (
          <TextTable key={table.name} table={table} />
        ))}
    </>
  );
}
