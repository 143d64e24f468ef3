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
  /** The rows of a discussion, as the sources of their cells; `commentRows` if not given. */
  expand?: Expand;
}

export type Expand = (read: AnnotatedDiscussion) => Iterable<RowSources>;

export function toTable(discussions: AsyncIterable<AnnotatedDiscussion>, options: TableOptions): Table {
  return { columns: describeColumns(options), rows: rows(discussions, options) };
}

function describeColumns({ layout, forSpreadsheets }: TableOptions): ColumnDescription[] {
  const columns = layout.flatMap((section): readonly Column<never>[] => section.columns);
  return columns.map((column) => ({
    ...column,
    name: forSpreadsheets ? guardFormula(column.name, []) : column.name,
  }));
}

async function* rows(
  discussions: AsyncIterable<AnnotatedDiscussion>,
  options: TableOptions,
): AsyncGenerator<readonly Row[]> {
  for await (const read of discussions) yield rowsOf(read, options);
}

function rowsOf(read: AnnotatedDiscussion, { layout, forSpreadsheets, expand = commentRows }: TableOptions): Row[] {
  const names = forSpreadsheets ? read.discussion.participants : undefined;
  const sections = layout.filter(({ columns }) => columns.length > 0).map((section) => openSection(section, names));
  return Array.from(expand(read), (sources) => sections.map((partOf) => partOf(sources)));
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

/**
 * Makes a section's part of a row; returns the same part again for the same source. `names` are for the formula guard.
 */
function openSection({ of, columns }: Section, names: readonly string[] | undefined): (sources: RowSources) => Part {
  const made = new Map<unknown, Part>();
  let last: { source: unknown; part?: Part } = { source: undefined };
  return (sources) => {
    const source = sources[of];
    if (last.part && last.source === source) return last.part; // as for most rows
    const part = made.get(source) ?? cellsOf(columns, source, names);
    made.set(source, part);
    last = { source, part };
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
