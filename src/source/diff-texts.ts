import { hideSecretOf } from './secrets.js';

export interface NamedText {
  name: string;
  text: string;
}

const context = 2;
const shownLines = 40;
const lineWidth = 160;
/** What a cut line shows before its first difference. */
const leadWidth = 40;
const longestText = 1_000_000;
const mostEdits = 1000;

/**
 * The difference of two texts as a unified diff that a terminal may show: long lines are cut around their change,
 * invisible characters appear as numbers, and possible secrets are left out. Undefined if only line breaks, a byte order
 * mark or the white space around the texts differ.
 */
export async function diffTexts(before: NamedText, now: NamedText): Promise<string | undefined> {
  const old = plain(before.text);
  const fresh = plain(now.text);
  if (old === fresh) return undefined;
  const head = [`--- ${visible(before.name)}`, `+++ ${visible(now.name)}`];
  const { structuredPatch } = await import('diff');
  const patch = isShowable(old) && isShowable(fresh) ? structuredPatch('', '', old, fresh, '', '', options) : undefined;
  if (!patch) return [...head, `not shown: ${count(old)} characters before, ${count(fresh)} now`].join('\n');
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: inHunk }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...showHunk(inHunk.filter((line) => !line.startsWith('\\')).map(hideSecretOf)),
  ]);
  const left = lines.length - shownLines;
  return [...head, ...lines.slice(0, shownLines), ...(left > 0 ? [`… and ${left} more lines`] : [])].join('\n');
}

/** Whether the texts differ at most in what `diffTexts` does not count. */
export function isSameText(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const options = { context, maxEditLength: mostEdits };

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trim(); // which takes a byte order mark too
}

function isShowable(text: string): boolean {
  return text.length <= longestText && !text.includes('\0');
}

function count(text: string): string {
  return text.length.toLocaleString('en-US');
}

/** Cuts a removed line and the added one in its place at the same column. */
function showHunk(lines: readonly string[]): string[] {
  const shown: string[] = [];
  for (let at = 0; at < lines.length;) {
    const removed = run(lines, at, '-');
    const added = run(lines, at + removed.length, '+');
    const change = [removed, added].map((group, side, groups) =>
      group.map((line, index) => cut(line, firstDifference(line, groups[1 - side]?.[index]))),
    );
    const unchanged = removed.length + added.length === 0 ? [cut(lines[at] ?? '', 0)] : [];
    shown.push(...change.flat(), ...unchanged);
    at += removed.length + added.length + unchanged.length;
  }
  return shown;
}

function run(lines: readonly string[], from: number, sign: string): string[] {
  let end = from;
  while (lines[end]?.startsWith(sign)) end += 1;
  return lines.slice(from, end);
}

function firstDifference(line: string, other = ''): number {
  let at = 1; // behind the sign
  while (at < line.length && line[at] === other[at]) at += 1;
  return at;
}

function cut(line: string, around: number): string {
  const sign = line.slice(0, 1);
  const start = Math.max(1, Math.min(around - leadWidth, line.length - lineWidth));
  const end = start + lineWidth;
  const marked = sign === ' ' ? line : line.replace(/[ \t]+$/, ({ length }) => '·'.repeat(length));
  const part = marked.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return `${sign}${start > 1 ? '…' : ''}${visible(part)}${end < line.length ? '…' : ''}`;
}

/** Control, format and surrogate characters, line separators and unusual spaces as `<U+200B>`. */
function visible(text: string): string {
  return text.replace(/\t/g, '    ').replace(/(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `<U+${number.padStart(4, '0')}>`;
  });
}
