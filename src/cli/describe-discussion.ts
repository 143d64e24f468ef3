import type { ShownDiscussion } from '../experiment/show-discussion.js';
import { describeProbes } from './describe-probes.js';
import { printable } from '../log/printable.js';

interface Paper {
  /** In characters; undefined to leave long lines as they are. */
  width: number | undefined;
  /** Whether names may be bold. */
  isStyled: boolean;
}

const indent = '  ';

/** A transcript for reading. No text of a model or a persona can reach the terminal as a control sequence. */
export function describeDiscussion(shown: ShownDiscussion, paper: Paper): string {
  const { id, condition, topic, withdrawn, comments } = shown;
  const head = [
    bold([id, condition, ...(topic ? [topic] : [])].map(printable).join(' · '), paper),
    ...(withdrawn === undefined ? [] : [`withdrawn: ${printable(withdrawn)}`]),
  ];
  const asked = (turn: number): string[] => {
    const lines = describeProbes(shown, turn).flatMap((line) => wrap(line, indent, paper));
    return lines.length > 0 ? [lines.join('\n')] : [];
  };
  const turns = comments.flatMap((comment, turn) => [
    ...asked(turn),
    describeComment(shown, { comment, turn, paper }).join('\n'),
  ]);
  return `${[head.join('\n'), ...turns, ...asked(comments.length)].join('\n\n')}\n`;
}

interface Turn {
  comment: ShownDiscussion['comments'][number];
  turn: number;
  paper: Paper;
}

function describeComment({ actors, annotators }: ShownDiscussion, { comment, turn, paper }: Turn): string[] {
  const { actor, text, flags = [], why = [], tries = [], labels = [] } = comment;
  const { name = '', role = '' } = actors[actor] ?? {};
  const notes = [...flags, ...why, ...(tries.length > 0 ? [`${tries.length + 1} tries`] : [])];
  const marks = notes.length > 0 ? `  [${printable(notes.join(', '))}]` : '';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const given = labels.map((each) => {
    const { name: who = '', metrics = [] } = annotators[each.annotator] ?? {};
    const values = each.values.map((value, index) => `${metrics[index] ?? ''} ${showLabel(value)}`);
    return `${printable(who)}: ${printable(values.length > 0 ? values.join(', ') : inOneLine(each.answer ?? ''))}`;
  });
  return [
    `${turn} ${bold(printable(name), paper)} (${printable(role)})${marks}`,
    ...lines.flatMap((line) => wrap(printable(inOneLine(line)), indent, paper)),
    ...given.flatMap((label) => wrap(label, `${indent}${indent}– `, paper)),
  ];
}

function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function showLabel(value: string | number | { status: string }): string {
  return typeof value === 'object' ? `(${value.status.replace('_', ' ')})` : String(value);
}

function bold(text: string, { isStyled }: Paper): string {
  return isStyled ? `\u001b[1m${text}\u001b[22m` : text;
}

/** At spaces; a longer word is left to the terminal. Further lines are set in like the first. */
function wrap(text: string, prefix: string, { width }: Paper): string[] {
  const room = width === undefined ? Infinity : Math.max(20, width - prefix.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((one, index) => `${index === 0 ? prefix : ' '.repeat(prefix.length)}${one}`);
}
