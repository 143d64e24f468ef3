import { createArrayCsvStringifier } from 'csv-writer/dist/index.js';
import type { AlignedAnnotation } from './align-annotation.js';
import { titlesOf, type CellValue, type Column, type ColumnLayout } from './column-layout.js';
import { csvCell } from './csv-cell.js';
import type { DiscussionRecord } from './records.js';

const lineEnd = '\r\n';
const stringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd });
/** csv-writer does not see that a lone CR, too, would end a line. */
const quotingStringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd, alwaysQuote: true });

/** Lines of an RFC 4180 file: comma, double quotes where needed, CRLF, which pandas, R and Excel all read. */
export interface CsvLines {
  header(): string;
  /** One line for each comment and annotation of it, by turn, then in the order of `annotations`. */
  discussion(discussion: DiscussionRecord, annotations: readonly AlignedAnnotation[]): Generator<string>;
}

/** `raw` leaves texts that look like a spreadsheet's formula as they are. */
export function csvLines(layout: ColumnLayout, { raw }: { raw: boolean }): CsvLines {
  return {
    header: () => joinCells(titlesOf(layout), raw) + lineEnd,
    *discussion(discussion, annotations) {
      const readings = annotations.map((aligned) => writeReading(aligned, layout, raw));
      const unread = writeNoReading(layout);
      for (const comment of discussion.comments) {
        const left = joinColumns(layout.comment, { discussion, comment }, raw);
        const rights = readings.flatMap((reading) => reading(comment.turn) ?? []);
        for (const right of rights.length > 0 ? rights : [unread]) yield `${left},${right}${lineEnd}`;
      }
    },
  };
}

/** The right-hand side of a row: what one annotation says of a comment, if it says anything. */
function writeReading(
  { annotation, answers }: AlignedAnnotation,
  layout: ColumnLayout,
  raw: boolean,
): (turn: number) => string | undefined {
  const start = joinColumns(layout.annotation, annotation, raw);
  const end = joinColumns(layout.annotationEnd, annotation, raw);
  return (turn) => {
    const answer = answers.get(turn);
    if (answer === undefined) return undefined;
    const middle = joinColumns(layout.answer, answer, raw);
    return layout.annotationEnd.length > 0 ? `${start},${middle},${end}` : `${start},${middle}`;
  };
}

function writeNoReading({ annotation, answer, annotationEnd }: ColumnLayout): string {
  return ','.repeat(annotation.length + answer.length + annotationEnd.length - 1);
}

function joinColumns<Item>(columns: readonly Column<Item>[], item: Item, raw: boolean): string {
  return joinCells(
    columns.map((column) => column.cell(item)),
    raw,
  );
}

function joinCells(values: readonly CellValue[], raw: boolean): string {
  const cells = values.map((value) => csvCell(value, raw));
  const hasCarriageReturn = cells.some((cell) => typeof cell === 'string' && cell.includes('\r'));
  const lines = (hasCarriageReturn ? quotingStringifier : stringifier).stringifyRecords([cells]);
  return lines.slice(0, -lineEnd.length);
}
