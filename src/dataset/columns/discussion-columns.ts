import type { DiscussionRecord } from '../../documents/records.js';
import type { Column } from '../column-layout.js';
import { asCell, type ColumnType } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import type { FoundColumns } from '../found-columns.js';
import { nameClaims, type NameClaims } from '../name-claims.js';

export const discussionId: Column<DiscussionRecord> = {
  name: 'discussion_id',
  type: 'text',
  meaning: 'The discussion.',
  cell: ({ id }) => id,
};

/** Factors and metadata of topics are found in the data; `claim` keeps their names apart from others. */
export function discussionColumns(found: FoundColumns, claim: NameClaims): readonly Column<DiscussionRecord>[] {
  return [
    ...fixedDiscussionColumns.map((column) => (column === createdAt ? { ...column, type: found.createdAt } : column)),
    ...columnsOf(found.factors, (factor, type) => factorColumn(factor, type, claim)),
    ...columnsOf(found.topicMetadata, (key, type) => topicColumn(key, type, claim)),
  ];
}

const createdAt: Column<DiscussionRecord> = {
  name: 'created_at',
  type: 'timestamp',
  meaning: 'When it was finished, ISO 8601. Without an offset from UTC for files of the original, which have none.',
  cell: ({ createdAt: at }) => at || null,
  empty: 'the file does not say',
};

export const fixedDiscussionColumns: readonly Column<DiscussionRecord>[] = [
  discussionId,
  createdAt,
  {
    name: 'condition',
    type: 'text',
    meaning: "The condition; for files of the original the folder's name.",
    isCategory: true,
    cell: ({ condition }) => condition,
  },
  {
    name: 'replicate',
    type: 'integer',
    meaning: 'Number within the condition, from 1.',
    empty: 'a file of the original, which does not number replicates',
    cell: ({ replicate }) => replicate,
  },
  {
    name: 'topic',
    type: 'text',
    meaning: 'Name of the topic.',
    empty: 'a file of the original, which does not name its topic',
    isCategory: true,
    cell: ({ topic }) => topic ?? null,
  },
  {
    name: 'history_length',
    type: 'integer',
    meaning: '`history_ctx_len`: the most comments of history that a speaker is shown.',
    unit: 'comments',
    empty: 'the file does not say',
    cell: ({ historyLength }) => historyLength,
  },
  {
    name: 'discussion_status',
    type: 'text',
    meaning: '`complete` if all annotations of it that the run plans are finished, otherwise `partial`.',
    empty: 'exported without the plan that it belongs to',
    isCategory: true,
    cell: ({ status }) => status ?? null,
  },
];

/** A factor keeps its own name, so that it reads as the variable that it is. */
/** What the columns of factors are called, by factor. */
export function factorNames({ factors }: Pick<FoundColumns, 'factors'>): ReadonlyMap<string, string> {
  const claim = nameClaims(fixedDiscussionColumns.map(({ name }) => name));
  return new Map(columnsOf(factors, (factor) => [factor, factorName(factor, claim)]));
}

function factorName(factor: string, claim: NameClaims): string {
  return claim.take(claim.isTaken(factor) ? `factor_${factor}` : factor);
}

function factorColumn(factor: string, type: ColumnType, claim: NameClaims): Column<DiscussionRecord> {
  const name = factorName(factor, claim);
  const meaning = `Level of the factor \`${factor}\` of the design.`;
  const empty = 'a discussion without this factor';
  return { name, type, meaning, empty, isCategory: true, cell: ({ factors }) => asCell(factors?.[factor], type) };
}

function topicColumn(key: string, type: ColumnType, claim: NameClaims): Column<DiscussionRecord> {
  const name = claim.take(`topic_${key}`);
  const meaning = `\`${key}\` of the topic, from the table of topics.`;
  const empty = 'the table has no value';
  return { name, type, meaning, empty, cell: ({ topicMetadata }) => asCell(topicMetadata?.[key], type) };
}
