import { dirname } from 'node:path';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { writeScripts } from './manuscript/write-scripts.js';
import type { ExportOptions } from './export-options.js';
import type { DatasetSurvey } from './dataset-survey.js';
import type { WrittenTable } from './write-tables.js';

type ScriptCell = Parameters<typeof writeScripts>[0]['cells'][number];

interface ScriptCells {
  /** In the order of the rows. */
  readonly found: readonly ScriptCell[];
  /** Passes the records on. */
  note(records: AsyncIterable<AnnotatedDiscussion>): AsyncGenerator<AnnotatedDiscussion>;
}

/** Collects the cells of the design that are in the tables. */
export function scriptCells(): ScriptCells {
  const found: ScriptCell[] = [];
  return {
    found,
    async *note(records) {
      for await (const record of records) {
        const { condition, factors = {} } = record.discussion;
        if (found.every((cell) => cell.condition !== condition)) found.push({ condition, factors });
        yield record;
      }
    },
  };
}

/** Writes the analysis scripts, if they are wanted. */
export async function scriptsBeside(
  [first]: readonly WrittenTable[],
  {
    options,
    survey: { columns, annotations, sets },
    cells,
  }: { options: ExportOptions; survey: DatasetSurvey; cells: readonly ScriptCell[] },
): Promise<string[]> {
  const { comparisons, experiment = 'discussions', formats = ['csv'], replaceFile } = options;
  const [file] = first?.table.files.values() ?? [];
  if (!comparisons || file === undefined) return [];
  const found = annotations > 0 ? [...sets.keys()] : [];
  return writeScripts({
    experiment,
    comparisons,
    columns,
    cells,
    sets: found,
    formats,
    dir: dirname(file),
    replaceFile,
  });
}
