import { nameKey } from './name-key.js';

/** A line that opens with a speaker, as `User anna posted:` or `## **User anna** posted :` does. */
interface SpeakerLine {
  /** As written; whose it is, `actorsCalled` tells. */
  name: string;
  /** Where the line begins, and where the text after the colon does. */
  start: number;
  end: number;
}

/** The one whose reply it is, and those who take part. */
export interface Speakers {
  speaker: string;
  actors: readonly string[];
  /** Strings without a meaning, such as those that will be removed from comments. */
  ignored?: readonly string[];
}

/** White space within a line, and characters that nobody sees, such as U+200B or marks of direction. */
const gaps = String.raw`\t\v\f\p{Zs}\p{Cf}`;
const gap = `[${gaps}]`;
const isGap = new RegExp(gap, 'u');
/** May surround a name. */
const gapOrMark = String.raw`[${gaps}*_@"'´“”„‘’«»\[\]\x60]`;
const isGapOrMark = new RegExp(gapOrMark, 'u');
/** May precede a speaker in a line: emphasis, headings, lists. A line that quotes (`> User anna posted:`) is left alone. */
const leads = String.raw`[${gaps}*_#\[•–—\-]|\d{1,3}[.)]`;
// Spelled out, since patterns that ignore case are slow with classes like these.
const [user, posted] = ['[Uu][Ss][Ee][Rr]', '[Pp][Oo][Ss][Tt][Ee][Dd]'];
const postedColon = new RegExp(`(?<=${gapOrMark})${posted}[*_]*${gap}*[:：]`, 'u');
const invisible = /^(?:\s|\p{Cf})*/u;

/** All lines of a text that open with `User … posted:`, with any name. */
export function* speakerLines(text: string, ignored = nothing): Generator<SpeakerLine> {
  const { line } = patternsFor(ignored);
  let match: RegExpExecArray | null;
  for (let from = 0; (match = execFrom(line, text, from)); from = match.index + match[0].length) {
    const { lead: before = '', rest = '' } = match.groups ?? {};
    const end = postedColon.exec(rest);
    if (!end) continue;
    const colon = end.index + end[0].length;
    const closing = lengthOfClosing(before, rest.slice(0, colon), rest.slice(colon));
    const start = match.index;
    yield { name: rest.slice(0, end.index), start, end: start + match[0].length - rest.length + colon + closing };
  }
}

/**
 * The actors whom a name means, as `**@Anna**` may mean anna: whoever is called exactly so, or else whoever is but for
 * marks, or else for upper and lower case as well, who may be several.
 */
export function actorsCalled(name: string, actors: readonly string[]): readonly string[] {
  for (const formOf of forms) {
    const form = formOf(name);
    const called = form === '' ? [] : actors.filter((actor) => formOf(actor) === form);
    if (called.length > 0) return called;
  }
  return [];
}

const forms = [
  (name: string) => without(isGap, name).normalize('NFC'),
  (name: string) => without(isGapOrMark, name).normalize('NFC'),
  (name: string) => nameKey(without(isGapOrMark, name)),
];

/** How much of a reply is its speaker's own prefix, such as `User anna posted:` or `**Anna:**`, once or several times. */
export function lengthOfOwnPrefix(reply: string, speakers: Speakers): number {
  let length = 0;
  for (;;) {
    const end = endOfOwnPrefix(reply.slice(length), speakers);
    if (end === undefined) return length;
    length += end + lengthOfInvisible(reply.slice(length + end));
  }
}

/** The length of what nobody sees at the beginning of a text. */
export function lengthOfInvisible(text: string): number {
  return invisible.exec(text)?.[0].length ?? 0;
}

function endOfOwnPrefix(text: string, speakers: Speakers): number | undefined {
  const lead = patternsFor(speakers.ignored ?? nothing).lead.exec(text)?.[0] ?? '';
  // A name may take more code units than it has in the config.
  const opening = text.slice(0, lead.length + 100 + 4 * speakers.speaker.length);
  return endOfWholePrefix(opening, speakers) ?? endOfName(opening, lead, speakers);
}

function endOfWholePrefix(opening: string, speakers: Speakers): number | undefined {
  const { ignored = [] } = speakers;
  const [first] = speakerLines(opening, ignored);
  if (!first || !isOwn(first.name, speakers)) return undefined;
  const before = ignored.reduce((left, string) => left.replaceAll(string, ''), opening.slice(0, first.start));
  return lengthOfInvisible(before) === before.length ? first.end : undefined;
}

/** `anna:`, `User anna:`, `anna posted:`. With the name of anybody else, these may be how the speaker addresses them. */
function endOfName(opening: string, lead: string, speakers: Speakers): number | undefined {
  const line = /^.*/u.exec(opening.slice(lead.length))?.[0] ?? '';
  for (const { index } of line.matchAll(/[:：]/gu)) {
    const head = line.slice(0, index);
    const name = head.replace(userBefore, '').replace(postedAfter, '');
    const isAddressed = /^["'“@]/u.test(name) && !speakers.speaker.startsWith(name.charAt(0));
    if (isAddressed || !isOwn(name, speakers)) continue;
    const colon = lead.length + index + 1;
    return colon + lengthOfClosing(lead, head, opening.slice(colon));
  }
  return undefined;
}

const userBefore = new RegExp(`^${user}${gap}+`, 'u');
const postedAfter = new RegExp(`${gap}${posted}${gap}*$`, 'u');

function isOwn(name: string, { speaker, actors }: Speakers): boolean {
  const called = actorsCalled(name, [speaker, ...actors]);
  return called.length > 0 && called.every((actor) => actor === speaker);
}

interface Patterns {
  /** A line with a speaker, up to its end. */
  line: RegExp;
  /** What may precede a name at the start of a text. */
  lead: RegExp;
}

const nothing: readonly string[] = [];
const compiled = new WeakMap<readonly string[], Patterns>();

/** Compiled once for each list, of which a run has one. */
function patternsFor(ignored: readonly string[]): Patterns {
  const known = compiled.get(ignored);
  if (known) return known;
  const strings = ignored.filter((string) => string.trim() !== '').map(escape);
  const any = [...strings, leads].join('|');
  // The lookahead keeps what it has matched, so that a line without a speaker is not searched in every possible way.
  const before = `(?=(?<lead>(?:(?!${user}${gap})(?:${any}))*))\\k<lead>`;
  const patterns = {
    line: new RegExp(`^${before}${user}(?=${gap})(?<rest>.*)`, 'gmu'),
    lead: new RegExp(`^(?:\\s|${any})*`, 'u'),
  };
  compiled.set(ignored, patterns);
  return patterns;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** `matchAll` would compile the pattern anew for every text. */
function execFrom(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/** The end of an emphasis or a bracket that was opened before a name and not closed before the colon. */
function lengthOfClosing(lead: string, head: string, after: string): number {
  const opened = /[*_]+$/u.exec(lead)?.[0] ?? /^\s*([*_]+)/u.exec(head)?.[1];
  if (opened !== undefined && !head.slice(opened.length).includes(opened) && after.startsWith(opened))
    return opened.length;
  return lead.includes('[') && after.startsWith(']') ? 1 : 0;
}

/** In code units, since what belongs to an emoji may be beyond the first plane. */
function without(outer: RegExp, name: string): string {
  let [from, to] = [0, name.length];
  while (from < to && outer.test(name.charAt(from))) from += 1;
  while (to > from && outer.test(name.charAt(to - 1))) to -= 1;
  return name.slice(from, to);
}
