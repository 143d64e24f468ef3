import type { PublishedComment } from '../generated/discussion.js';

type Repair = NonNullable<PublishedComment['repairs']>[number];
type Missing = NonNullable<PublishedComment['missing']>;

interface Counted {
  missing?: Missing;
  repairs?: readonly Repair[];
  /** Why earlier tries gave no comment. */
  failedTries: readonly (Missing | 'resampled')[];
}

/** Counts generated comments that were repaired, are missing, or took several tries. */
export interface RepairCount {
  note(comments: readonly Counted[]): void;
  /** At most one sentence about each. */
  warnings(): string[];
}

const repairWords: Readonly<Record<Repair, string>> = {
  own_prefix: "began with the speaker's own name",
  other_speaker: 'went on for somebody else',
  dangling_prefix: "ended in half a speaker's name",
  template_echo: 'had marks of a template',
  name_prefix: "began with a speaker's name",
  markup: 'stood in a code fence or in tags',
  quoted: 'stood in quotation marks',
  think_leak: 'had reasoning of the model',
};

const missingWords: Readonly<Record<Missing, string>> = {
  other_speaker: 'spoke only for somebody else',
  no_text: 'cut off before any text',
  content_filter: 'stopped by a content filter',
  refused: 'refused by the server',
  failed: 'ended in an error',
};

export function countRepairs(): RepairCount {
  const seen: Counted[] = [];
  let comments = 0;
  return {
    note(more) {
      comments += more.length;
      seen.push(...more.filter(isRemarkable));
    },
    warnings() {
      const repaired = seen.filter(({ repairs = [] }) => repairs.length > 0);
      const missing = seen.flatMap((one) => one.missing ?? []);
      const failed = seen.flatMap(({ failedTries }) => failedTries.filter((why) => why !== 'resampled'));
      const resampled = seen.filter(({ failedTries }) => failedTries.includes('resampled'));
      const kinds = repaired.flatMap(({ repairs = [] }) => repairs);
      const of = `of ${comments} comments`;
      return [
        ...(repaired.length > 0
          ? [
              `${repaired.length} ${of} were repaired: ${list(kinds, repairWords)}; raw_text has the replies as they were`,
            ]
          : []),
        ...(missing.length > 0
          ? [`${missing.length} ${of} are missing, which is not silence: ${list(missing, missingWords)}`]
          : []),
        ...(failed.length > 0
          ? [`${failed.length} tries ${of} gave none and were repeated: ${list(failed, missingWords)}`]
          : []),
        ...(resampled.length > 0
          ? [`${resampled.length} ${of} were resampled, which shifts distributions: first_text has the first tries`]
          : []),
      ];
    },
  };
}

function isRemarkable({ missing, repairs = [], failedTries }: Counted): boolean {
  return missing !== undefined || repairs.length > 0 || failedTries.length > 0;
}

/** `2 began with … (own_prefix), 1 went on … (other_speaker)`. */
function list<Kind extends string>(kinds: readonly Kind[], words: Readonly<Record<Kind, string>>): string {
  return [...new Set(kinds)]
    .map((kind) => `${kinds.filter((other) => other === kind).length} ${words[kind]} (${kind})`)
    .join(', ');
}
