import { inWords } from '../config/config-reading.js';
import type { Where } from '../errors.js';
import { showValue } from '../source/show-value.js';
import { isNoText, textOf, type RowFault } from './topic-of.js';

/** A row of a table, and its position. */
export interface PlacedRow {
  row: unknown;
  where: Where;
}

export interface Gathered {
  /** One per topic, as `topicOf` reads it. */
  rows: PlacedRow[];
  faults: (RowFault & { where: Where })[];
}

const comment = /^(text|opening|author)$/i;
const wideOnly = /^(openings|(opening|author)_\d+)$/;

/**
 * In long format, a table has one row per comment: it has a column `text` in place of `opening`, or topics of several rows
 * and a column for their order. A wide table may have columns of these names for its topics.
 */
export function hasCommentRows(rows: readonly PlacedRow[]): boolean {
  const cells = rows.map(({ row }) => cellsOf(row));
  const columns = new Set(cells.flatMap((each) => [...each.keys()]));
  if ([...columns].some((column) => wideOnly.test(column))) return false;
  if (!columns.has('opening')) return find(columns, 'text') !== undefined;
  const names = cells.map((each) => textOf(each.get('topic'))?.normalize('NFC'));
  return !find(columns, 'text') && orderColumn(columns) !== undefined && new Set(names).size < names.length;
}

/** Makes one row per topic of the rows of its comments, in the order of its first ones. */
export function gatherComments(rows: readonly PlacedRow[]): Gathered {
  const order = orderColumn(new Set(rows.flatMap(({ row }) => [...cellsOf(row).keys()])));
  const byTopic = new Map<string, CommentRow[]>();
  const gathered: Gathered = { rows: [], faults: [] };
  for (const placed of rows) {
    const cells = cellsOf(placed.row);
    const topic = textOf(cells.get('topic'));
    // Its fault is the same in both formats.
    if (topic === undefined) {
      gathered.rows.push(placed);
      continue;
    }
    const key = topic.normalize('NFC');
    const comments = byTopic.get(key) ?? [];
    comments.push({ cells, where: placed.where });
    byTopic.set(key, comments);
  }
  for (const comments of byTopic.values()) gathered.rows.push(gatherTopic(comments, order, gathered.faults));
  return gathered;
}

type Cells = ReadonlyMap<string, unknown>;

interface CommentRow {
  cells: Cells;
  where: Where;
}

function gatherTopic(
  comments: readonly CommentRow[],
  order: string | undefined,
  faults: Gathered['faults'],
): PlacedRow {
  const [first] = comments;
  if (!first) throw new RangeError('a topic without rows');
  faults.push(...textFaults(comments), ...(order === undefined ? [] : orderFaults(comments, order)));
  const isOfTopic = (name: string): boolean => !comment.test(name) && name !== order;
  const columns = new Set(comments.flatMap(({ cells }) => [...cells.keys()].filter(isOfTopic)));
  faults.push(
    ...[...columns].filter((column) => column !== 'topic').flatMap((column) => differences(comments, first, column)),
  );
  const ordered = order === undefined ? comments : comments.toSorted((a, b) => numberAt(a, order) - numberAt(b, order));
  const openings = ordered.map(({ cells }) => ({ text: given(cells, 'text'), author: given(cells, 'author') }));
  const ofTopic = [...first.cells].filter(([name]) => isOfTopic(name));
  return { row: { ...Object.fromEntries(ofTopic), openings }, where: first.where };
}

/** A topic may be without an opening, but a comment among others has lost its text. */
function textFaults(comments: readonly CommentRow[]): Gathered['faults'] {
  return comments.flatMap(({ cells, where }) => {
    const [text, author] = [cellOf(cells, 'text'), cellOf(cells, 'author')];
    if (isNoText(text)) {
      const what = `This comment has no text: "text" is ${showValue(text)}.`;
      return [{ what, todo: 'Write one row per comment, each with one text.', where }];
    }
    if (isNoText(author)) {
      const what = `This comment has no author: "author" is ${showValue(author)}.`;
      return [{ what, todo: 'Write one name, or leave it out.', where }];
    }
    const isLost = comments.length > 1 && textOf(text) === undefined;
    return isLost ? [{ what: 'This comment has no text.', todo: 'Add its text, or remove the row.', where }] : [];
  });
}

/** What is no text has been reported with its row. */
function given(cells: Cells, name: 'text' | 'author'): unknown {
  const value = cellOf(cells, name);
  return isNoText(value) ? undefined : value;
}

function orderFaults(comments: readonly CommentRow[], order: string): Gathered['faults'] {
  const first = new Map<number, Where>();
  return comments.flatMap((one) => {
    const written = textOf(one.cells.get(order));
    const todo = `Number the comments of every topic in the column ${showValue(order)}.`;
    if (written === undefined) return [{ what: `This comment has no ${order}.`, todo, where: one.where }];
    const turn = Number(written);
    if (Number.isNaN(turn)) {
      const what = `The ${order} of this comment is ${showValue(written)}, which is not a number.`;
      return [{ what, todo, where: one.where }];
    }
    const other = first.get(turn);
    if (!other) first.set(turn, one.where);
    const what = `Duplicate ${order} ${turn} of a topic: it is also at ${other ? inWords(other) : ''}.`;
    return other ? [{ what, todo, where: one.where }] : [];
  });
}

/** What is no comment's own belongs to the topic. The first difference in a column is enough. */
function differences(comments: readonly CommentRow[], first: CommentRow, column: string): Gathered['faults'] {
  const valueIn = ({ cells }: CommentRow): unknown => cells.get(column) ?? null;
  const other = comments.find((one) => JSON.stringify(valueIn(one)) !== JSON.stringify(valueIn(first)));
  if (!other) return [];
  const [here, there] = [valueIn(other), valueIn(first)].map((value) => (value === null ? 'blank' : showValue(value)));
  const what = `The column ${showValue(column)} differs within a topic: it is ${here ?? ''} here and ${there ?? ''} at ${inWords(first.where)}.`;
  const todo =
    'Columns other than turn, author and text describe the topic: make them equal in its rows, or remove them.';
  return [{ what, todo, where: other.where }];
}

function numberAt({ cells }: CommentRow, order: string): number {
  return Number(textOf(cells.get(order)) ?? 0);
}

function orderColumn(columns: ReadonlySet<string>): string | undefined {
  return find(columns, 'turn') ?? find(columns, 'order');
}

/** Columns may be capitalised, as spreadsheets do. */
function find(columns: ReadonlySet<string>, name: string): string | undefined {
  return [...columns].find((column) => column.toLowerCase() === name);
}

function cellOf(cells: Cells, name: 'text' | 'author'): unknown {
  const value = (wanted: string): unknown => [...cells].find(([key]) => key.toLowerCase() === wanted)?.[1];
  return value(name) ?? (name === 'text' ? value('opening') : undefined);
}

function cellsOf(row: unknown): Cells {
  return new Map(typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.entries(row) : []);
}
