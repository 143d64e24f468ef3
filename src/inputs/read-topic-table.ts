import { PositionedDocument } from '../source/positioned-document.js';
import { inWords } from '../config/config-reading.js';
import type { Where } from '../errors.js';
import type { InputReading, NamedInput } from './input-reading.js';
import { rememberTopic } from './input-positions.js';
import type { Topic } from './input-types.js';
import { mostRows, parseTopicTable } from './parse-topic-table.js';
import { noteWithoutOpening } from './read-topics.js';
import { topicOf } from './topic-of.js';

/** The topics of a CSV, JSON or JSONL table, one per row, in row order. */
export async function readTopicTable(reading: InputReading, table: NamedInput): Promise<Topic[]> {
  const source = await reading.readText(table);
  if (!source) return [];
  const { root, problems } = parseTopicTable(table.path, source);
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
  const topics = rows.flatMap((row, index) => {
    const { topic, fault } = topicOf(row);
    if (fault) reportRow(reading, fault, place(index));
    if (!topic) return [];
    rememberTopic(topic, place(index));
    return [{ topic, where: place(index) }];
  });
  refuseSameNames(reading, topics);
  noteWithoutOpening(
    reading,
    topics.map(({ topic }) => topic),
  );
  return topics.map(({ topic }) => topic);
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

function reportRow(reading: InputReading, fault: { what: string; todo: string }, where: Where): void {
  reading.report('SYNDISCO_TOPIC_INVALID', { named: { where } }, fault);
}

function refuseSameNames(reading: InputReading, topics: readonly { topic: Topic; where: Where }[]): void {
  const first = new Map<string, Where>();
  for (const { topic, where } of topics) {
    const other = first.get(topic.name);
    first.set(topic.name, other ?? where);
    if (!other) continue;
    const what = `Duplicate topic "${topic.name}": it is also at ${inWords(other)}.`;
    const todo = 'Give every topic a different name.';
    reading.report('SYNDISCO_TOPIC_DUPLICATE_NAME', { named: { where } }, { what, todo });
  }
}
