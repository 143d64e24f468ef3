import { PositionedDocument } from '../source/positioned-document.js';
import { inWords } from '../config/config-reading.js';
import type { Where } from '../errors.js';
import { gatherComments, hasCommentRows, type PlacedRow } from './gather-comments.js';
import type { InputReading, NamedInput } from './input-reading.js';
import { rememberTopic } from './input-positions.js';
import type { Topic } from './input-types.js';
import { parseTable } from './parse-table.js';
import { noteWithoutOpening } from './read-topics.js';
import { topicColumn, topicOf, type RowFault } from './topic-of.js';

/** Takes about a second to read. */
const mostRows = 20_000;

/** The topics of a CSV, JSON or JSONL table with one row per topic or one row per comment, in row order. */
export async function readTopicTable(reading: InputReading, table: NamedInput): Promise<Topic[]> {
  const source = await reading.readText(table);
  if (!source) return [];
  const { root, problems } = parseTable(table.path, { source, mostRows, own: topicColumn });
  reading.problems.push(...problems);
  if (!root) return [];
  const document = new PositionedDocument(root);
  const rows: unknown[] = Array.isArray(document.value) ? document.value : [document.value];
  const place = (index: number) => document.whereValue(Array.isArray(document.value) ? [String(index)] : []);
  if (rows.length === 0) reportEmpty(reading, table);
  if (rows.length > mostRows) {
    reportTooMany(reading, table, place(mostRows));
    return [];
  }
  const topics = topicRows(
    reading,
    rows.map((row, index) => ({ row, where: place(index) })),
  ).flatMap(({ row, where }) => {
    const { topic, fault } = topicOf(row);
    if (fault) reportRow(reading, fault, where);
    if (!topic) return [];
    rememberTopic(topic, where);
    return [{ topic, where }];
  });
  refuseSameNames(reading, topics);
  noteWithoutOpening(
    reading,
    topics.map(({ topic }) => topic),
  );
  return topics.map(({ topic }) => topic);
}

function topicRows(reading: InputReading, rows: readonly PlacedRow[]): readonly PlacedRow[] {
  if (!hasCommentRows(rows)) return rows;
  const gathered = gatherComments(rows);
  for (const { where, ...fault } of gathered.faults) reportRow(reading, fault, where);
  return gathered.rows;
}

function reportEmpty(reading: InputReading, table: NamedInput): void {
  const what = `The table ${table.path} has no rows.`;
  reading.report('SYNDISCO_TOPICS_EMPTY', table, { what, todo: 'Add one row per topic below the header.' });
}

function reportTooMany(reading: InputReading, table: NamedInput, where: Where): void {
  const what = `The table ${table.path} has more than ${mostRows} rows.`;
  const todo = 'Keep only the topics of this experiment.';
  reading.report('SYNDISCO_INPUT_TOO_LARGE', { named: { where } }, { what, todo });
}

function reportRow(reading: InputReading, fault: RowFault, where: Where): void {
  reading.report('SYNDISCO_TOPIC_INVALID', { named: { where } }, fault);
}

function refuseSameNames(reading: InputReading, topics: readonly { topic: Topic; where: Where }[]): void {
  const first = new Map<string, Where>();
  for (const { topic, where } of topics) {
    const key = topic.name.normalize('NFC');
    const other = first.get(key);
    first.set(key, other ?? where);
    if (!other) continue;
    const what = `Duplicate topic "${topic.name}": it is also at ${inWords(other)}.`;
    const todo =
      'Give every topic a different name; several openings are opening_1, opening_2 …, or one row per comment with "turn".';
    reading.report('SYNDISCO_TOPIC_DUPLICATE_NAME', { named: { where } }, { what, todo });
  }
}
