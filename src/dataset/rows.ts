import { cellText } from './cell-text.js';
import type {
  AnnotatedDiscussion,
  Column,
  ColumnDescription,
  ColumnLayout,
  RowSources,
  Section,
} from './column-layout.js';
import type { CellValue } from './column-type.js';
import { guardFormula } from './guard-formula.js';
import type { AnnotationRecord, AnnotationSetRecord } from '../documents/records.js';

/** Cells of adjacent columns. */
export type Part = readonly CellValue[];

/**
 * Rows as the parts that they are made of. Rows share most of their parts (the discussion, the speaker, the comment, the
 * annotator), so a format serialises each of them once.
 */
export interface Batch {
  /** From left to right. */
  sections: readonly PartsOfSection[];
  /** For each row, which part it has of each section. */
  rows: readonly (readonly number[])[];
}

interface PartsOfSection {
  firstColumn: number;
  parts: readonly Part[];
}

/** Rows that share nothing. */
export function batchOfRows(rows: readonly Part[]): Batch {
  return { sections: [{ firstColumn: 0, parts: rows }], rows: rows.map((_, index) => [index]) };
}

/** A data set: the input of every format. */
export interface Table {
  columns: readonly ColumnDescription[];
  /** Its rows in a stable order. */
  batches: AsyncIterable<Batch>;
}

export interface TableOptions {
  layout: ColumnLayout;
  /** Prefixes texts that a spreadsheet would run as a formula with an apostrophe. */
  forSpreadsheets: boolean;
  /** The rows of a discussion, as the sources of their cells; `commentRows` if not given. */
  expand?: Expand;
}

export type Expand = (read: AnnotatedDiscussion) => Iterable<RowSources>;

export function toTable(discussions: AsyncIterable<AnnotatedDiscussion>, options: TableOptions): Table {
  return { columns: describeColumns(options), batches: batches(discussions, options) };
}

function describeColumns({ layout, forSpreadsheets }: TableOptions): ColumnDescription[] {
  const columns = layout.flatMap((section): readonly Column<never>[] => section.columns);
  return columns.map((column) => ({
    ...column,
    name: forSpreadsheets ? guardFormula(column.name, []) : column.name,
  }));
}

async function* batches(discussions: AsyncIterable<AnnotatedDiscussion>, options: TableOptions): AsyncGenerator<Batch> {
  for await (const read of discussions) yield batchOf(read, options);
}

function batchOf(read: AnnotatedDiscussion, { layout, forSpreadsheets, expand = commentRows }: TableOptions): Batch {
  const names = forSpreadsheets ? read.discussion.participants : undefined;
  const sections: OpenSection[] = [];
  let firstColumn = 0;
  for (const section of layout) {
    if (section.columns.length === 0) continue;
    sections.push(openSection(section, { firstColumn, names }));
    firstColumn += section.columns.length;
  }
  const rows = Array.from(expand(read), (sources) => sections.map(({ partOf }) => partOf(sources)));
  return { sections, rows };
}

/**
 * One row per comment and annotation of it, ordered by turn, then by annotation. A comment without any has one row, and
 * one for each set that annotates only a sample and has no annotation of it.
 */
export function commentRows({ discussion, annotations, sets = [] }: AnnotatedDiscussion): readonly RowSources[] {
  const setOf = findSets(sets);
  const read = annotations.map(({ annotation, answers }) => ({ annotation, answers, set: setOf(annotation) }));
  const sampling = sets.filter(({ inclusionProbability }) => (inclusionProbability ?? 1) < 1);
  const rows: RowSources[] = [];
  for (const one of discussion.comments) {
    const { actor, turn } = one;
    const comment = { discussion, comment: one };
    const before = rows.length;
    for (const { annotation, answers, set } of read) {
      const answer = answers.get(turn);
      if (answer) rows.push({ discussion, actor, comment, set, annotation, answer });
    }
    const isAnnotated = rows.length > before;
    const left = sampling.filter((set) => !read.some((own) => own.set === set && own.answers.has(turn)));
    for (const set of left) rows.push({ discussion, actor, comment, set });
    if (!isAnnotated && left.length === 0) rows.push({ discussion, actor, comment });
  }
  return rows;
}

/** The set of an annotation: one object for each, so that its cells are made once. */
function findSets(found: readonly AnnotationSetRecord[]): (annotation: AnnotationRecord) => AnnotationSetRecord {
  const sets = new Map(found.map((set) => [set.name, set]));
  return ({ set: name, inclusionProbability }) => {
    const known = sets.get(name);
    if (known) return known;
    const isSampled = inclusionProbability === null ? null : true;
    const set = { name, inclusionProbability, isSampled };
    sets.set(name, set);
    return set;
  };
}

interface OpenSection extends PartsOfSection {
  /** The index of a row's part. */
  partOf: (sources: RowSources) => number;
}

/** Makes a section's parts, one for each source. `names` are for the formula guard. */
function openSection(
  { of, columns }: Section,
  { firstColumn, names }: { firstColumn: number; names: readonly string[] | undefined },
): OpenSection {
  const parts: Part[] = [];
  const known = new Map<unknown, number>();
  let last: { source: unknown; index?: number } = { source: undefined };
  const partOf = (sources: RowSources): number => {
    const source = sources[of];
    if (last.index !== undefined && last.source === source) return last.index; // as for most rows
    const index = known.get(source) ?? parts.push(cellsOf(columns, source, names)) - 1;
    known.set(source, index);
    last = { source, index };
    return index;
  };
  return { firstColumn, parts, partOf };
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
