import { showValue } from '../source/show-value.js';
import type { Topic } from './input-types.js';
import { normaliseText } from './normalise-text.js';

/** The columns that are not metadata. */
export const topicColumn = /^(topic|openings|(opening|author)(_\d+)?)$/;

const openingColumn = /^(openings|opening(_\d+)?)$/;

type Scalar = string | number | boolean | null;

/** What is wrong with a row. */
export interface RowFault {
  what: string;
  todo: string;
}

interface Opening {
  text: string;
  author?: string;
}

/**
 * A topic from a row: `topic`; `opening`, or `opening_1`, `opening_2` …, or a list `openings` of strings or
 * `{text, author}`; `author` or `author_1` … if fixed. Any other single value is metadata.
 */
export function topicOf(row: unknown): { topic?: Topic; fault?: RowFault } {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return { fault: { what: 'This row is not an object.', todo: 'Write {"topic": …, "opening": …}.' } };
  const cells = new Map(Object.entries(row as Record<string, unknown>));
  const name = textOf(cells.get('topic'));
  if (name === undefined)
    return { fault: { what: 'This row has no topic.', todo: 'Name the topic in the column "topic".' } };
  const fault = faultOf(name, cells);
  if (fault) return { fault };
  const openings = openingsOf(cells);
  if (openings.length === 0 && ![...cells.keys()].some((key) => openingColumn.test(key))) {
    const what = `The topic ${showValue(name)} has no opening.`;
    const todo =
      'Write one row per topic, with the seed opinion in the column "opening", or "opening_1", "opening_2" … (blank for none); or one row per comment, with "topic" and "text", and if you like "turn" and "author".';
    return { fault: { what, todo } };
  }
  const metadata = metadataOf(cells);
  return {
    topic: {
      name,
      openings: openings.map(({ text }) => text),
      ...(openings.some(({ author }) => author !== undefined) && { authors: openings.map(({ author }) => author) }),
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
  };
}

/** A value that cannot be read is not left out without a word. */
function faultOf(topic: string, cells: ReadonlyMap<string, unknown>): RowFault | undefined {
  const about = `The topic ${showValue(topic)}`;
  const todo = 'Write texts: "opening": "…", or "openings": ["…", {"text": "…", "author": "…"}].';
  const [wrong] = [...cells].filter(([key, value]) => /^(opening|author)(_\d+)?$/.test(key) && isNoText(value));
  if (wrong) return { what: `${about} has no text there: "${wrong[0]}" is ${showValue(wrong[1])}.`, todo };
  const listed = cells.get('openings');
  if (!Array.isArray(listed)) {
    const what = `${about} has no list of openings: "openings" is ${showValue(listed)}.`;
    return isNoText(listed) || textOf(listed) !== undefined ? { what, todo } : undefined;
  }
  for (const [index, entry] of listed.entries()) {
    const at = `${about} has no text in "openings", item ${index + 1}: `;
    if (Array.isArray(entry) || typeof entry === 'boolean') return { what: `${at}it is ${showValue(entry)}.`, todo };
    const { text, author } = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
    if (isNoText(text)) return { what: `${at}"text" is ${showValue(text)}.`, todo };
    if (isNoText(author)) return { what: `${at}"author" is ${showValue(author)}.`, todo };
  }
  return undefined;
}

/** A value that is neither a text nor absent. */
export function isNoText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'string' && typeof value !== 'number';
}

function openingsOf(cells: ReadonlyMap<string, unknown>): Opening[] {
  const listed = cells.get('openings');
  if (Array.isArray(listed)) return listed.flatMap(listedOpening);
  const numbered = [...cells.keys()]
    .flatMap((key) => /^opening_(\d+)$/.exec(key)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
  const single = openingAt(cells, '');
  return [...single, ...numbered.flatMap((number) => openingAt(cells, `_${number}`))];
}

function openingAt(cells: ReadonlyMap<string, unknown>, suffix: string): Opening[] {
  const text = textOf(cells.get(`opening${suffix}`));
  const author = textOf(cells.get(`author${suffix}`));
  return text === undefined ? [] : [{ text, ...(author !== undefined && { author }) }];
}

function listedOpening(entry: unknown): Opening[] {
  if (typeof entry !== 'object' || entry === null) return openingAt(new Map([['opening', entry]]), '');
  const { text, author } = entry as Record<string, unknown>;
  return openingAt(
    new Map([
      ['opening', text],
      ['author', author],
    ]),
    '',
  );
}

function metadataOf(cells: ReadonlyMap<string, unknown>): Record<string, Scalar> {
  const entries = [...cells].filter(
    (cell): cell is [string, Scalar] => !topicColumn.test(cell[0]) && isScalar(cell[1]),
  );
  return Object.fromEntries(entries);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Undefined for an absent or blank value. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = normaliseText(String(value));
  return text === '' ? undefined : text;
}
