import type { Flag } from '../../report-data.js';

/** `chip` marks a comment; `filter` explains it in the list of flags. */
export const flagWords: Readonly<Record<Flag, { chip: string; filter: string }>> = {
  opening: { chip: 'seed opinion', filter: 'Seed opinion' },
  silent: { chip: 'silent', filter: 'Silent' },
  missing: { chip: 'missing', filter: 'Missing' },
  truncated: { chip: 'truncated', filter: 'Truncated' },
  repaired: { chip: 'repaired', filter: 'Repaired' },
  retried: { chip: 'retried', filter: 'Retried' },
  template_echo: { chip: 'template echo', filter: 'Template echo' },
  speaks_for_others: { chip: 'speaks for others', filter: 'Speaks for others' },
  several_speakers: { chip: 'several speakers', filter: 'Several speakers' },
  name_prefix: { chip: 'name as prefix', filter: 'Name as prefix' },
  markup: { chip: 'markup', filter: 'Markup' },
  quoted: { chip: 'all in quotes', filter: 'All in quotes' },
  refusal: { chip: 'refusal', filter: 'Refusal' },
  persona_break: { chip: 'breaks persona', filter: 'Breaks persona' },
  meta_talk: { chip: 'talks about the text', filter: 'Talks about the text' },
  repeats_self: { chip: 'repeats itself', filter: 'Repeats itself' },
  repeats_others: { chip: 'repeats others', filter: 'Repeats others' },
  repeats_within: { chip: 'repeats within', filter: 'Repeats within' },
  language_drift: { chip: 'another language', filter: 'Another language' },
  empty: { chip: 'empty', filter: 'Empty' },
  self_mention: { chip: 'mentions itself', filter: 'Mentions itself' },
  mentions_nobody: { chip: 'mentions nobody', filter: 'Mentions nobody' },
  think_leak: { chip: 'reasoning', filter: 'Reasoning' },
  prompt_leak: { chip: 'prompt leak', filter: 'Prompt leak' },
};

/** Why a comment is missing, what was repaired: the codes of the data set in words. */
const reasons: Readonly<Record<string, string>> = {
  no_text: 'cut off before any text',
  content_filter: 'stopped by a content filter',
  refused: 'refused by the server',
  failed: 'ended in an error',
  other_speaker: 'spoke for somebody else',
  own_prefix: "began with the speaker's own name",
  dangling_prefix: "ended in half a speaker's name",
  resampled: 'tried again because of a flag',
  template_echo: 'had marks of a template',
  name_prefix: "began with a speaker's name",
  markup: 'stood in a code fence or in tags',
  quoted: 'stood in quotation marks',
  think_leak: 'had reasoning of the model',
};

export function reasonsInWords(why: readonly string[]): string {
  return why.map((code) => reasons[code] ?? code).join(', ');
}
