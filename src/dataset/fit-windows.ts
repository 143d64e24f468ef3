import type { CommentRecord } from '../documents/records.js';

/** How a shown text has a silent turn: as a blank line or a header without text, or not at all. */
export type Silence = 'visible' | 'hidden';

/**
 * For each text that an annotator was shown, the comments (by index) that it can be about. All that it shows must be the
 * comments up to that one, names included. Windows of one file are equally long except at the start of the discussion.
 */
export function fitWindows(
  comments: readonly CommentRecord[],
  shown: readonly (string | undefined)[],
  silence: Silence,
): number[][] {
  const spoken = comments.map(speech);
  const fits = shown.map((text) => (text === undefined ? [] : fitsOf({ text, spoken, silence })));
  if (silence === 'hidden') return fits.map((each) => each.map(({ last }) => last));
  const length = Math.max(0, ...fits.filter(hasSome).map((each) => Math.min(...each.map(({ shortest }) => shortest))));
  return fits.map((each) =>
    each.filter(({ longest, isStart }) => isStart || longest >= length).map(({ last }) => last),
  );
}

/** A comment as it is shown. Lines are broken at 70 columns, even within words, so white space is not compared. */
interface Speech {
  header: string;
  text: string;
  /** Line breaks that its text ends with. */
  breaks: number;
}

function speech({ actor, text }: CommentRecord): Speech {
  return { header: dense(`User ${actor.name} posted:`), text: dense(text), breaks: breaksIn(/\s*$/.exec(text)?.[0]) };
}

function dense(text: string): string {
  return text.replace(/\s+/g, '');
}

function breaksIn(text = ''): number {
  return text.split('\n').length - 1;
}

interface Fit {
  last: number;
  /** Comments in the window, without and with the silent turns before the first one that shows. */
  shortest: number;
  longest: number;
  /** Whether the window can begin with the first comment. */
  isStart: boolean;
}

function hasSome(fits: readonly Fit[]): boolean {
  return fits.length > 0;
}

interface Window {
  text: string;
  spoken: readonly Speech[];
  silence: Silence;
}

function fitsOf(window: Window): Fit[] {
  return window.spoken.flatMap((_, last) => fitAt(window, last) ?? []);
}

function fitAt(window: Window, last: number): Fit | undefined {
  const read = readBack(window, last);
  if (!read || showsMore(window.text.slice(0, read.end))) return undefined;
  const { end, first, stop } = read;
  if (first <= last) return { last, shortest: last - first + 1, longest: last - stop, isStart: stop < 0 };
  const silent = window.silence === 'visible' ? breaksBefore(window.text, end) - 1 : 1;
  if (silent < 1 || silent > last - stop) return undefined;
  return { last, shortest: silent, longest: silent, isStart: silent === last + 1 };
}

interface Read {
  /** Of the part of the text before the first comment in it. */
  end: number;
  first: number;
  /** The comment before those that can be in the window. */
  stop: number;
}

/** Reads the shown text from its end, comment by comment; undefined if there are too few or too many blank lines. */
function readBack({ text, spoken, silence }: Window, last: number): Read | undefined {
  let [end, first, blanks, stop] = [text.length, last + 1, 0, last];
  for (let one = spoken[stop]; one; one = spoken[(stop -= 1)]) {
    const start = startOf(text, end, one.header + one.text);
    if (start === undefined) {
      if (one.text !== '') break;
      blanks += silence === 'visible' ? 1 : 0;
      continue;
    }
    if (one.text !== '' && !isGap(breaksBefore(text, end) - 1 - blanks, one)) return undefined;
    [end, first, blanks] = [start, stop, 0];
  }
  return { end, first, stop };
}

/** A text that ends with line breaks may be shown with them or without. */
function isGap(breaks: number, { breaks: own }: Speech): boolean {
  return breaks === 0 || breaks === own;
}

/** Where `wanted` starts if the text before `end` ends with it, but for white space. */
function startOf(text: string, end: number, wanted: string): number | undefined {
  let at = end;
  for (let left = wanted.length - 1; left >= 0; left -= 1) {
    at -= 1;
    while (at >= 0 && isSpace(text[at])) at -= 1;
    if (at < 0 || text[at] !== wanted[left]) return undefined;
  }
  return at;
}

function isSpace(letter = ''): boolean {
  return letter.trim() === '';
}

function breaksBefore(text: string, end: number): number {
  return breaksIn(/\s*$/.exec(text.slice(0, end))?.[0]);
}

function showsMore(rest: string): boolean {
  return /\bUser\s.*\sposted:/.test(rest);
}
