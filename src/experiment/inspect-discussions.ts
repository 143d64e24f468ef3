import { isAbsolute, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import { SumCheck } from '../document-sum.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { readDiscussions } from '../documents/read-discussions.js';
import type { CommentRecord, DiscussionRecord } from '../documents/records.js';
import { fail } from '../errors.js';
import type { DetectorName } from '../quality/detector.js';
import { detectorNames, inspectReply } from '../quality/inspect-reply.js';
import { loadLanguages } from '../quality/languages.js';

/** What the detectors find in the comments of one model in one role. */
export interface InspectedGroup {
  model: string;
  role: string;
  /** Generated turns, the silent ones too. */
  comments: number;
  /** Comments that were tried again because of a detector. */
  resampled: number;
  /** Comments by detector, of the tries that were kept. */
  flagged: Readonly<Record<DetectorName, number>>;
  /** Comments by detector, of the first tries; the same as `flagged` where nothing was resampled. */
  firstTries: Readonly<Record<DetectorName, number>>;
  /** The same of what was taken out of replies. */
  repaired: Readonly<Record<string, number>>;
}

export interface Inspection {
  discussions: number;
  comments: number;
  /** Comments in which nothing was found. */
  clean: number;
  groups: readonly InspectedGroup[];
}

/** Runs the detectors over the finished discussions below a folder: of a run, ours or the original's. */
export async function inspectDiscussions(given: string): Promise<Inspection> {
  const dir = isAbsolute(given) ? given : resolve(given);
  const inRun = resolve(dir, 'discussions');
  const folder = (await isFolder(inRun)) ? inRun : dir;
  if (!(await isFolder(folder))) throw noFolder(given);
  await loadLanguages();
  const tally = tallyFlags();
  for await (const file of readDiscussions(folder, new SumCheck())) tally.note(discussionRecord(file));
  return tally.result();
}

/** Counts what the detectors find, discussion by discussion. */
function tallyFlags(): { note(discussion: DiscussionRecord): void; result(): Inspection } {
  const groups = new Map<string, Counted>();
  const total = { discussions: 0, comments: 0, clean: 0 };
  return {
    note(discussion) {
      total.discussions += 1;
      const history: { name: string; text: string }[] = [];
      for (const comment of discussion.comments) {
        if (isGenerated(comment)) {
          const flags = inspectComment(comment, discussion, history);
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

interface Counted {
  model: string;
  role: string;
  comments: number;
  resampled: number;
  flagged: Record<DetectorName, number>;
  firstTries: Record<DetectorName, number>;
  repaired: Record<string, number>;
}

function isGenerated({ isOpening, model }: CommentRecord): boolean {
  return !isOpening && model !== 'injected';
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

function count(group: Counted, { firstTry, repairs = [] }: CommentRecord, flags: readonly DetectorName[]): void {
  group.comments += 1;
  if (firstTry) group.resampled += 1;
  for (const name of flags) group.flagged[name] += 1;
  const first = firstTry ? detectorNames.filter((name) => firstTry.flags.includes(name)) : flags;
  for (const name of first) group.firstTries[name] += 1;
  for (const repair of repairs) group.repaired[repair] = (group.repaired[repair] ?? 0) + 1;
}

function noneFlagged(): Record<DetectorName, number> {
  return Object.fromEntries(detectorNames.map((name) => [name, 0])) as Record<DetectorName, number>;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function noFolder(given: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no folder ${given}.`,
    todo: 'Give a run directory, or a folder with discussions of syndisco or of the Python original.',
  });
}
