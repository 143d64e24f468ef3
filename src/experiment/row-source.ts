import type { AnnotatedDiscussion, ColumnLayout } from '../dataset/column-layout.js';
import type { FoundColumns } from '../dataset/found-columns.js';
import { labelNames } from '../dataset/label-names.js';
import { originalColumns } from '../dataset/original-columns.js';
import { ourColumns } from '../dataset/our-columns.js';
import type { FoundSets } from './annotation-sets.js';
import { filterComments } from './filter-dataset.js';
import { readRecords, type RecordPorts } from './read-records.js';
import type { DiscussionFiles } from './dataset-survey.js';

/** All that rows are made from, beside the documents. Plain data, which another thread can be given. */
export interface RowSource {
  columns: FoundColumns;
  sets: FoundSets;
  hasAnnotations: boolean;
  isTidy: boolean;
  originalColumns: boolean;
  forSpreadsheets: boolean;
  /** Roles of those whose comments have rows; all if empty. */
  roles: readonly string[];
}

/** What is to be in the rows of these discussions. */
export async function* readForRows(
  discussions: readonly DiscussionFiles[],
  { columns, sets, isTidy, originalColumns: isOriginal, roles }: RowSource,
  ports: Omit<RecordPorts, 'names' | 'sets'>,
): AsyncGenerator<AnnotatedDiscussion> {
  const records = readRecords(discussions, {
    ...ports,
    // In tidy tables a metric keeps its name, since they tell the sets apart.
    ...(!isTidy && { names: labelNames(columns.metrics) }),
    // The original has no row for a discussion that is not in a sample.
    ...(!isOriginal && { sets }),
  });
  for await (const record of records) yield filterComments(record, { roles });
}

export function wideLayout(source: RowSource): ColumnLayout {
  return source.originalColumns
    ? originalColumns({ hasAnnotations: source.hasAnnotations })
    : ourColumns(source.columns, { withRawText: !source.forSpreadsheets });
}
