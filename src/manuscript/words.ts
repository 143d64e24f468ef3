/** `1 discussion`, `1,800 discussions`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${thousands(number)} ${number === 1 ? noun : plural}`;
}

export function thousands(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** `a, b and c`. */
export function list(items: readonly string[], conjunction = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `12.5%`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}

/** `26 November 2026`, of an ISO 8601 date. */
export function day(date: string): string {
  const [, year = '', month = '', dayOfMonth = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) ?? [];
  return year === '' ? date : `${Number(dayOfMonth)} ${months[Number(month) - 1] ?? month} ${year}`;
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As at the start of a sentence: `Two contrasts`, `12 contrasts`. */
export function countInWords(number: number, noun: string, plural?: string): string {
  const word = numerals[number];
  return word === undefined ? count(number, noun, plural) : count(number, noun, plural).replace(/^\d+/, word);
}

const numerals = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** `all of which`, or `of which 4`. */
export function ofWhich(some: number, all: number): string {
  if (some === all) return all === 1 ? 'which' : 'all of which';
  return some === 0 ? 'none of which' : `of which ${thousands(some)}`;
}

/** A quotation that ends its sentence. */
export function quotedEnd(text: string): string {
  return `“${plain(text)}”${/[.!?…]$/.test(text.trim()) ? '' : '.'}`;
}

/** Names come from files and models: in Markdown they must stay text. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#!&|]/g, (sign) => `\\${sign}`);
}

/** A name in italics. */
export function name(text: string): string {
  return `*${plain(text)}*`;
}

/** A value in a code span, whatever backticks it has. */
export function code(text: string): string {
  const ticks = '`'.repeat(1 + longestRun(text));
  const pad = text.includes('`') ? ' ' : '';
  return `${ticks}${pad}${text.replaceAll(/\s+/g, ' ')}${pad}${ticks}`;
}

/** A text verbatim, in a fence that is longer than any in it. */
export function verbatim(text: string): string {
  const fence = '`'.repeat(Math.max(3, 1 + longestRun(text)));
  return `${fence}text\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
