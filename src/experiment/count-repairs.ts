import type { PublishedComment } from '../generated/discussion.js';

type Repair = NonNullable<PublishedComment['repairs']>[number];
type Missing = NonNullable<PublishedComment['missing']>;
type Counted = readonly { missing?: Missing; repairs?: readonly Repair[] }[];

/** Counts the comments that were repaired and those that are missing. */
export interface RepairCount {
  note(comments: Counted): void;
  /** At most one sentence about each. */
  warnings(): string[];
}

const repairWords: Readonly<Record<Repair, string>> = {
  own_prefix: "began with the speaker's own name",
  other_speaker: 'went on for somebody else',
  dangling_prefix: "ended in half a speaker's name",
};

const missingWords: Readonly<Record<Missing, string>> = {
  other_speaker: 'spoke only for somebody else',
};

export function countRepairs(): RepairCount {
  const count = { comments: 0, repaired: 0, missing: 0 };
  const repaired = new Map<Repair, number>();
  const gone = new Map<Missing, number>();
  return {
    note(comments) {
      count.comments += comments.length;
      for (const { repairs = [], missing } of comments) {
        for (const repair of repairs) repaired.set(repair, (repaired.get(repair) ?? 0) + 1);
        count.repaired += repairs.length > 0 ? 1 : 0;
        if (missing) gone.set(missing, (gone.get(missing) ?? 0) + 1);
        count.missing += missing ? 1 : 0;
      }
    },
    warnings: () => [
      ...(count.repaired > 0
        ? [
            `${count.repaired} of ${count.comments} comments were repaired: ${list(repaired, repairWords)}; raw_text has the replies as they were`,
          ]
        : []),
      ...(count.missing > 0
        ? [
            `${count.missing} of ${count.comments} comments are missing, which is not silence: ${list(gone, missingWords)}`,
          ]
        : []),
    ],
  };
}

function list<Kind extends string>(counts: ReadonlyMap<Kind, number>, words: Readonly<Record<Kind, string>>): string {
  return Array.from(counts, ([kind, count]) => `${count} ${words[kind]} (${kind})`).join(', ');
}
