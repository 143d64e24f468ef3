import { throwIfAny, type Problem } from '../errors.js';
import { inputCodes } from '../source/file-codes.js';
import { readText } from '../source/read-text.js';
import { showValue } from '../source/show-value.js';
import type { SourceText } from '../source/source-text.js';
import { suggest } from '../source/suggest.js';
import { parseCsv, shortRows, type CsvRow } from './parse-csv.js';

/** A discussion of a reference corpus, in the order of the file. */
export interface ReferenceDiscussion {
  id: string;
  comments: { author: string; text: string }[];
}

const referenceColumns = ['discussion_id', 'actor', 'text'] as const;
/** Rows that say `true` here are no comments of participants. */
const excluding = ['is_moderator', 'is_opening', 'is_silent'];
/** As R, Python, SQL and spreadsheets write them. */
const yes = /^(true|t|yes|y|1)$/i;
const maxBytes = 256 * 1024 * 1024;

/**
 * Reads a reference corpus: a CSV with one comment per row and the columns discussion_id, actor and text, such as
 * `export` writes. Rows without a text, and rows that repeat a `comment_id`, are skipped.
 */
export async function readReference(file: string): Promise<ReferenceDiscussion[]> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const named = { path: '--reference', where: { file } };
  const { source, problem } = await readText({ file, codes, maxBytes, named });
  if (!source) throwIfAny([problem]);
  else return corpusOf(source);
  return [];
}

function corpusOf(source: SourceText): ReferenceDiscussion[] {
  const { rows, problems } = parseCsv(source);
  throwIfAny(problems);
  const [header, ...others] = rows;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  throwIfAny([...missingColumns(source, names), ...doubleColumns(source, names)]);
  throwIfAny(shortRows(source, rows, 'SYNDISCO_REFERENCE_COLUMNS'));
  const column = new Map(names.map((name, index) => [name, index]));
  const cell = ({ cells }: CsvRow, name: string): string => cells[column.get(name) ?? -1] ?? '';
  const discussions = new Map<string, ReferenceDiscussion>();
  throwIfAny(withoutDiscussion(source, others, column.get('discussion_id') ?? -1));
  const seen = new Set<string>();
  for (const row of others) {
    const [id, commentId] = [cell(row, 'discussion_id'), cell(row, 'comment_id')];
    const isLeftOut = excluding.some((name) => yes.test(cell(row, name).trim()));
    if (isLeftOut || cell(row, 'text').trim() === '' || (commentId !== '' && seen.has(commentId))) continue;
    seen.add(commentId);
    const discussion = discussions.get(id) ?? { id, comments: [] };
    discussion.comments.push({ author: cell(row, 'actor'), text: cell(row, 'text') });
    discussions.set(id, discussion);
  }
  if (discussions.size === 0) throwIfAny([noComments(source)]);
  return [...discussions.values()];
}

/** Points at the column that may be meant, otherwise at the header. */
function missingColumns(source: SourceText, names: readonly string[]): Problem[] {
  const missing = referenceColumns.filter((name) => !names.includes(name));
  return missing.map((name) => {
    const meant = suggest(
      name,
      names.filter((other) => !referenceColumns.some((known) => known === other)),
    );
    return {
      code: 'SYNDISCO_REFERENCE_COLUMNS',
      what: `The reference corpus has no column ${showValue(name)}.`,
      todo: meant
        ? `Is it the column "${meant}"? Rename it to ${name}.`
        : `A reference has one comment per row and the columns ${referenceColumns.join(', ')}; rename the column that is meant.`,
      where: source.whereAt(meant ? Math.max(0, source.text.indexOf(meant)) : 0),
    };
  });
}

/** Of two columns of one name, nobody knows which is meant. */
function doubleColumns(source: SourceText, names: readonly string[]): Problem[] {
  const used: readonly string[] = [...referenceColumns, 'comment_id', ...excluding];
  const doubled = names.filter((name, index) => used.includes(name) && names.indexOf(name) !== index);
  return doubled.map((name) => ({
    code: 'SYNDISCO_REFERENCE_COLUMNS',
    what: `Duplicate column ${showValue(name)}.`,
    todo: 'Remove or rename one of them.',
    where: source.whereAt(Math.max(0, source.text.indexOf(name, source.text.indexOf(name) + 1))),
  }));
}

/** Without their ids, comments of many discussions would be one. */
function withoutDiscussion(source: SourceText, rows: readonly CsvRow[], column: number): Problem[] {
  const [first, ...more] = rows.filter(({ cells }) => (cells[column] ?? '').trim() === '');
  if (!first) return [];
  const what = `This row has no discussion_id${more.length > 0 ? `, and neither have ${more.length} others` : ''}.`;
  const todo = 'Fill it in: diversity is measured within discussions.';
  return [{ code: 'SYNDISCO_REFERENCE_COLUMNS', what, todo, where: source.whereAt(first.offset) }];
}

function noComments({ file }: SourceText): Problem {
  return {
    code: 'SYNDISCO_INPUT_EMPTY',
    what: `The reference corpus ${file} has no comments of participants.`,
    todo: 'Add one row per comment below the header.',
    where: { file, line: 1, column: 1 },
  };
}
