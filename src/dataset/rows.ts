import type { AlignedAnnotation } from './align-annotation.js';
import { cellText } from './cell-text.js';
import type { CellSources, Column, ColumnDescription, ColumnLayout, Section } from './column-layout.js';
import type { CellValue } from './column-type.js';
import { guardFormula } from './guard-formula.js';
import type { DiscussionRecord } from '../documents/records.js';

/** A discussion with all its annotations. */
export interface AnnotatedDiscussion {
  discussion: DiscussionRecord;
  annotations: readonly AlignedAnnotation[];
}

/**
 * The cells of a row in column order, split into parts. A part that several rows share (the discussion, the speaker, the
 * comment, the annotator) is the same array in all of them, so that a format can serialise it once.
 */
export type Row = readonly Part[];
export type Part = readonly CellValue[];

/** A data set: the input of every format. */
export interface Table {
  columns: readonly ColumnDescription[];
  /** In a stable order, in small batches. */
  rows: AsyncIterable<readonly Row[]>;
}

export interface TableOptions {
  layout: ColumnLayout;
  /** Prefixes texts that a spreadsheet would run as a formula with an apostrophe. */
  forSpreadsheets: boolean;
}

/** One row per comment and annotation of it, ordered by turn, then by annotation. */
export function toTable(discussions: AsyncIterable<AnnotatedDiscussion>, options: TableOptions): Table {
  return { columns: describeColumns(options), rows: rows(discussions, options) };
}

function describeColumns({ layout, forSpreadsheets }: TableOptions): ColumnDescription[] {
  const columns = layout.flatMap((section): readonly ColumnDescription[] => section.columns);
  return columns.map(({ name, type }) => ({ name: forSpreadsheets ? guardFormula(name, []) : name, type }));
}

async function* rows(
  discussions: AsyncIterable<AnnotatedDiscussion>,
  options: TableOptions,
): AsyncGenerator<readonly Row[]> {
  for await (const read of discussions) yield rowsOf(read, options);
}

function rowsOf(read: AnnotatedDiscussion, { layout, forSpreadsheets }: TableOptions): Row[] {
  const { discussion, annotations } = read;
  const names = forSpreadsheets ? discussion.participants : undefined;
  const sections = layout.filter(({ columns }) => columns.length > 0).map((section) => openSection(section, names));
  const rows: Row[] = [];
  const add = (sources: RowSources): void => {
    rows.push(sections.map((partOf) => partOf(sources)));
  };
  for (const comment of discussion.comments) {
    const spoken = { discussion, actor: comment.actor, comment: { discussion, comment } };
    const before = rows.length;
    for (const { annotation, answers } of annotations) {
      const answer = answers.get(comment.turn);
      if (answer) add({ ...spoken, annotation, answer });
    }
    if (rows.length === before) add({ ...spoken, annotation: undefined, answer: undefined });
  }
  return rows;
}

/** The sources of one row's cells. */
type RowSources = { [Of in keyof CellSources]: CellSources[Of] | undefined };

/**
 * Makes a section's part of a row; returns the same part again for the same source. `names` are for the formula guard.
 */
function openSection({ of, columns }: Section, names: readonly string[] | undefined): (sources: RowSources) => Part {
  const made = new Map<unknown, Part>();
  return (sources) => {
    const source = sources[of];
    const known = made.get(source);
    if (known) return known;
    const part = cellsOf(columns, source, names);
    made.set(source, part);
    return part;
  };
}

function cellsOf<Source>(
  columns: readonly Column<Source>[],
  source: Source | undefined,
  names: readonly string[] | undefined,
): Part {
  return columns.map((column) => {
    const value = source === undefined ? null : column.cell(source);
    if (typeof value !== 'string') return value;
    const text = cellText(value);
    return names ? guardFormula(text, names) : text;
  });
}
