import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import type { CommentRecord, DiscussionRecord } from '../documents/records.js';
import { personaId } from '../persona-id.js';
import { flagsOf } from './flags-of.js';
import { plus } from './plus.js';
import type { ConditionSummary, Flag, ReportOverview, RoleRates, TurnCounts } from './report-data.js';
import { byRole, roleOf } from './role-of.js';
import { tallyMentions } from './tally-mentions.js';
import { tallyModels } from './tally-models.js';

type Tallied = Pick<ReportOverview, 'conditions' | 'rates' | 'topics' | 'annotations' | 'models' | 'mentions'>;

/** Counts of all discussions that pass by; never keeps one. */
export interface Tally {
  note(read: AnnotatedDiscussion): void;
  result(): Tallied;
}

/** `planned`: conditions that are listed even if they have no discussion yet, in this order. */
export function tallyDiscussions(planned: readonly string[]): Tally {
  const conditions = new Map<string, ConditionTally>();
  const models = tallyModels();
  const mentions = tallyMentions();
  let annotations = 0;
  return {
    note(read) {
      const { condition } = read.discussion;
      const tally = conditions.get(condition) ?? emptyCondition();
      conditions.set(condition, tally);
      annotations += read.annotations.length;
      noteDiscussion(tally, read.discussion);
      models.note(read.discussion);
      mentions.note(read.discussion);
    },
    result() {
      const names = [...new Set([...planned, ...conditions.keys()])];
      const all = names.map((name) => [name, conditions.get(name) ?? emptyCondition()] as const);
      const personas = new Set(all.flatMap(([, { seats }]) => [...seats.keys()]));
      const topics = [...new Set(all.flatMap(([, tally]) => [...tally.topics.keys()]))].sort();
      return {
        conditions: all.map(([name, tally]) => summarise(name, tally, personas)),
        rates: all.flatMap(([condition, { roles }]) => rolesInOrder(condition, roles)),
        topics: topics.map((topic) => ({ topic, discussions: all.map(([, tally]) => tally.topics.get(topic) ?? 0) })),
        annotations,
        models: models.all(),
        mentions: mentions.all(names),
      };
    },
  };
}

interface ConditionTally {
  discussions: number;
  comments: number;
  promptTokens: number | null;
  completionTokens: number | null;
  first: string;
  last: string;
  roles: Map<string, TurnCounts>;
  topics: Map<string, number>;
  /** How often each persona took part. */
  seats: Map<string, number>;
}

function emptyCondition(): ConditionTally {
  return {
    discussions: 0,
    comments: 0,
    promptTokens: null,
    completionTokens: null,
    first: '',
    last: '',
    roles: new Map(),
    topics: new Map(),
    seats: new Map(),
  };
}

function noteDiscussion(tally: ConditionTally, discussion: DiscussionRecord): void {
  const { comments, createdAt, topic } = discussion;
  tally.discussions += 1;
  tally.comments += comments.length;
  if (tally.first === '' || createdAt < tally.first) tally.first = createdAt;
  if (createdAt > tally.last) tally.last = createdAt;
  if (topic !== undefined) tally.topics.set(topic, (tally.topics.get(topic) ?? 0) + 1);
  for (const persona of personasOf(discussion)) tally.seats.set(persona, (tally.seats.get(persona) ?? 0) + 1);
  for (const comment of comments) if (!comment.isOpening) noteTurn(tally, comment);
}

/** Of all participants that the file names, also of those who never had a turn. */
function personasOf({ actors, comments }: DiscussionRecord): Set<string> {
  const participants = new Set([...actors, ...comments.map(({ actor }) => actor)].filter((one) => !one.isModerator));
  return new Set(
    [...participants].flatMap(({ traits }) => (traits.size > 0 ? personaId(Object.fromEntries(traits)) : [])),
  );
}

function noteTurn(tally: ConditionTally, comment: CommentRecord): void {
  const { actor, text, generation, flags: found } = comment;
  const role = roleOf(actor);
  const counts = tally.roles.get(role) ?? noTurns();
  tally.roles.set(role, counts);
  counts.turns += 1;
  counts.words += wordsIn(text);
  for (const flag of flagsOf(comment)) if (isCounted(flag)) counts[flag] += 1;
  if (text !== '') counts.spoken += 1;
  if (found) {
    counts.inspected += 1;
    if (found.length > 0) counts.flagged += 1;
  }
  if (!generation) return;
  if (generation.finishReason !== null) {
    counts.withReason += 1;
    if (text !== '') counts.spokenWithReason += 1;
  }
  tally.promptTokens = plus(tally.promptTokens, generation.promptTokens);
  tally.completionTokens = plus(tally.completionTokens, generation.completionTokens);
}

const counted = ['silent', 'missing', 'truncated', 'repaired', 'retried'] as const;

function isCounted(flag: Flag): flag is (typeof counted)[number] {
  return counted.some((one) => one === flag);
}

function noTurns(): TurnCounts {
  return {
    ...{ turns: 0, words: 0, spoken: 0, silent: 0, missing: 0, truncated: 0, repaired: 0, retried: 0 },
    ...{ withReason: 0, spokenWithReason: 0, inspected: 0, flagged: 0 },
  };
}

/** Runs of anything but white space. */
function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function summarise(condition: string, tally: ConditionTally, personas: ReadonlySet<string>): ConditionSummary {
  const { discussions, comments, promptTokens, completionTokens, first, last, seats } = tally;
  const counts = [...personas].map((persona) => seats.get(persona) ?? 0);
  const spread = { personas: counts.length, least: least(counts), most: Math.max(0, ...counts) };
  return { condition, discussions, comments, promptTokens, completionTokens, first, last, seats: spread };
}

function least(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : Math.min(...counts);
}

function rolesInOrder(condition: string, roles: ReadonlyMap<string, TurnCounts>): RoleRates[] {
  return [...roles]
    .toSorted(([one], [other]) => byRole(one, other))
    .map(([role, counts]) => ({ condition, role, ...counts }));
}
