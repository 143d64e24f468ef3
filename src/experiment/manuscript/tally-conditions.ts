import { discussionRecord } from '../../documents/discussion-record.js';
import type { CommentRecord, DiscussionRecord } from '../../documents/records.js';
import type { DiscussionFile } from '../../inputs/input-types.js';
import type { CommentCounts, ConditionFacts, Settings, StudyFacts, TurnCounts } from '../../manuscript/study-facts.js';
import type { JobCounts, PlanFacts } from '../../report/report-data.js';

/** Fields that differ between the discussions of a condition. */
const ofOneDiscussion = new Set([
  ...['replicate', 'topic', 'topic_sha256', 'opening_seats'],
  ...['participants', 'personas_sha256', 'role_seats', 'num_users'],
]);

/** Counts discussions by condition, and their turns. */
export function tallyConditions(planned: ReadonlyMap<string, Settings>, flow: PlanFacts | undefined) {
  const settings = new Map(planned);
  const comments: CommentCounts = { openings: 0, injected: 0, participants: noTurns(), moderator: noTurns() };
  const sizes = new Map<string, ReturnType<typeof sizeOf>>();
  return {
    /** Returns the discussion in the form that all kinds of files have. */
    add(file: DiscussionFile): DiscussionRecord {
      const record = discussionRecord(file);
      const { condition } = record;
      if (file.origin === 'syndisco' && file.document.specification && !settings.has(condition))
        settings.set(condition, file.document.specification);
      sizes.set(condition, sizeOf(record, sizes.get(condition)));
      for (const comment of record.comments) countComment(comments, comment);
      return record;
    },
    facts(): Pick<StudyFacts, 'conditions' | 'comments'> {
      const names = new Set([...(flow?.conditions ?? []).map(({ condition }) => condition), ...sizes.keys()]);
      return { conditions: [...names].map(describe), comments };
    },
  };

  function describe(name: string): ConditionFacts {
    const plannedHere = flow?.conditions.find(({ condition }) => condition === name);
    const size = sizes.get(name) ?? noSize();
    const own = settings.get(name);
    return {
      name,
      factors: plannedHere?.factors ?? size.factors,
      ...standings(plannedHere?.discussions),
      completed: size.discussions,
      settings: own && ofAllDiscussions(own),
      historyLengths: [...size.historyLengths].sort((one, other) => one - other),
      participants: size.participants,
      hasModerator: size.hasModerator || own?.['include_mod'] === true,
    };
  }
}

function standings(counts?: JobCounts): Pick<ConditionFacts, 'planned' | 'withdrawn' | 'failed'> {
  return { planned: counts?.planned, withdrawn: counts?.withdrawn ?? 0, failed: counts?.failed ?? 0 };
}

function ofAllDiscussions(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([field]) => !ofOneDiscussion.has(field)));
}

interface Size {
  discussions: number;
  factors: Readonly<Record<string, string>>;
  historyLengths: Set<number>;
  participants: [least: number, most: number];
  hasModerator: boolean;
}

function noSize(): Size {
  return { discussions: 0, factors: {}, historyLengths: new Set(), participants: [0, 0], hasModerator: false };
}

function sizeOf(record: DiscussionRecord, before?: Size): Size {
  const seats = record.participants.length;
  const size = before ?? { ...noSize(), factors: record.factors ?? {}, participants: [seats, seats] };
  if (record.historyLength !== null) size.historyLengths.add(record.historyLength);
  const [least, most] = size.participants;
  return {
    ...size,
    discussions: size.discussions + 1,
    participants: [Math.min(least, seats), Math.max(most, seats)],
    hasModerator: size.hasModerator || record.actors.some(({ isModerator }) => isModerator),
  };
}

function noTurns(): TurnCounts {
  return { offered: 0, silent: 0, missing: 0, truncated: 0, repaired: 0, retried: 0 };
}

function countComment(counts: CommentCounts, comment: CommentRecord): void {
  if (comment.isOpening) {
    counts.openings += 1;
    return;
  }
  const own = comment.actor.isModerator ? counts.moderator : counts.participants;
  own.offered += 1;
  if (comment.model === 'injected') counts.injected += 1;
  if (comment.missing) own.missing += 1;
  else if (comment.text === '') own.silent += 1;
  if (comment.generation?.finishReason === 'length') own.truncated += 1;
  if (comment.repairs) own.repaired += 1;
  if ((comment.generation?.failedTries.length ?? 0) > 0) own.retried += 1;
}
