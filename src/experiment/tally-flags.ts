import type { CommentRecord, DiscussionRecord } from '../documents/records.js';
import type { DetectorName } from '../quality/detector.js';
import { detectorNames, inspectReply } from '../quality/inspect-reply.js';

/** Comments by detector, of which users may have their own. */
type FlagCounts = Record<DetectorName, number> & Record<string, number>;

/** What the detectors find in the comments of one model in one role. */
export interface InspectedGroup {
  model: string;
  role: string;
  /** Generated turns, the silent ones too, but for those of a moderator who was asked and did not intervene. */
  comments: number;
  /** Comments that were tried again because of a detector. */
  resampled: number;
  /** Comments by detector, of the tries that were kept. */
  flagged: FlagCounts;
  /** Comments by detector, of the first tries; the same as `flagged` where nothing was resampled. */
  firstTries: FlagCounts;
  /** The same of what was taken out of replies. */
  repaired: Readonly<Record<string, number>>;
}

export interface Inspection {
  discussions: number;
  /** Discussions that were left out because they are withdrawn. */
  withdrawn: number;
  comments: number;
  /** Comments in which nothing was found. */
  clean: number;
  groups: readonly InspectedGroup[];
}

/** Counts what the detectors find, discussion by discussion. */
export function tallyFlags(): { note(discussion: DiscussionRecord): void; leaveOut(): void; result(): Inspection } {
  const groups = new Map<string, Counted>();
  const total = { discussions: 0, withdrawn: 0, comments: 0, clean: 0 };
  return {
    leaveOut() {
      total.withdrawn += 1;
    },
    note(discussion) {
      total.discussions += 1;
      const history: { name: string; text: string }[] = [];
      for (const comment of discussion.comments) {
        if (isGenerated(comment)) {
          const flags = [...inspectComment(comment, discussion, history), ...ownFlags(comment.flags)];
          total.comments += 1;
          if (flags.length === 0) total.clean += 1;
          count(groupOf(groups, comment), comment, flags);
        }
        if (comment.text !== '') history.push({ name: comment.actor.name, text: comment.text });
      }
    },
    result: () => ({ ...total, groups: [...groups.values()] }),
  };
}

/** Those of the user's detectors, which are not at hand: as they were found when the reply came. */
function ownFlags(flags: readonly string[] = []): string[] {
  return flags.filter((name) => !detectorNames.some((one) => one === name));
}

interface Counted {
  model: string;
  role: string;
  comments: number;
  resampled: number;
  flagged: FlagCounts;
  firstTries: FlagCounts;
  repaired: Record<string, number>;
}

/** Who was asked and chose not to intervene gave no reply. */
function isGenerated({ isOpening, model, intervention }: CommentRecord): boolean {
  return !isOpening && model !== 'injected' && intervention !== 'no';
}

function inspectComment(
  { actor, rawText, generation, missing }: CommentRecord,
  { actors }: DiscussionRecord,
  history: readonly { name: string; text: string }[],
): DetectorName[] {
  if (missing === 'content_filter' || missing === 'refused' || missing === 'failed') return [];
  return inspectReply(rawText, {
    speaker: actor.name,
    role: actor.isModerator ? 'moderator' : 'participant',
    actors: actors.map(({ name }) => name).filter((name) => name !== ''),
    system: actor.prompt,
    history,
    finishReason: generation?.finishReason ?? null,
  });
}

function groupOf(groups: Map<string, Counted>, { model, actor: { role } }: CommentRecord): Counted {
  const key = JSON.stringify([model, role]);
  const group = groups.get(key) ?? {
    ...{ model, role, comments: 0, resampled: 0, repaired: {} },
    ...{ flagged: noneFlagged(), firstTries: noneFlagged() },
  };
  groups.set(key, group);
  return group;
}

function count(group: Counted, { firstTry, repairs = [] }: CommentRecord, flags: readonly string[]): void {
  group.comments += 1;
  if (firstTry) group.resampled += 1;
  for (const name of flags) group.flagged[name] = (group.flagged[name] ?? 0) + 1;
  for (const name of firstTry?.flags ?? flags) group.firstTries[name] = (group.firstTries[name] ?? 0) + 1;
  for (const repair of repairs) group.repaired[repair] = (group.repaired[repair] ?? 0) + 1;
}

function noneFlagged(): FlagCounts {
  return Object.fromEntries(detectorNames.map((name) => [name, 0])) as Record<DetectorName, number>;
}
