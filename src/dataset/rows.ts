import type { AlignedAnnotation } from './align-annotation.js';
import { cellText } from './cell-text.js';
import type { CellSources, Column, ColumnDescription, ColumnLayout, Section } from './column-layout.js';
import type { CellValue } from './column-type.js';
import { guardFormula } from './guard-formula.js';
import type { AnnotationRecord, AnnotationSetRecord, DiscussionRecord } from '../documents/records.js';

/** A discussion with all its annotations. */
export interface AnnotatedDiscussion {
  discussion: DiscussionRecord;
  annotations: readonly AlignedAnnotation[];
  /** What the annotation sets say of the discussion that annotate only a sample. */
  sets?: readonly AnnotationSetRecord[];
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

/**
 * One row per comment and annotation of it, ordered by turn, then by annotation. A comment without any has one row, and
 * one for each set that annotates only a sample and has no annotation of it.
 */
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
  const { discussion, annotations, sets = [] } = read;
  const setOf = findSets(sets);
  const names = forSpreadsheets ? discussion.participants : undefined;
  const sections = layout.filter(({ columns }) => columns.length > 0).map((section) => openSection(section, names));
  const rows: Row[] = [];
  const add = (sources: RowSources): void => {
    rows.push(sections.map((partOf) => partOf(sources)));
  };
  for (const comment of discussion.comments) {
    const spoken = { discussion, actor: comment.actor, comment: { discussion, comment } };
    const before = rows.length;
    const left = new Set(sets);
    for (const { annotation, answers } of annotations) {
      const answer = answers.get(comment.turn);
      const set = setOf(annotation);
      if (!answer) continue;
      add({ ...spoken, set, annotation, answer });
      left.delete(set);
    }
    const without = { ...spoken, annotation: undefined, answer: undefined };
    for (const set of left) add({ ...without, set });
    if (rows.length === before) add({ ...without, set: undefined });
  }
  return rows;
}

/** The set of an annotation: one object for each, so that its cells are made once. */
function findSets(sampling: readonly AnnotationSetRecord[]): (annotation: AnnotationRecord) => AnnotationSetRecord {
  const sets = new Map(sampling.map((set) => [set.name, set]));
  return ({ set: name, inclusionProbability }) => {
    const known = sets.get(name);
    if (known) return known;
    const isSampled = inclusionProbability === null ? null : true;
    const set = { name, inclusionProbability, isSampled };
    sets.set(name, set);
    return set;
  };
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
