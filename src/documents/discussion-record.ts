import type { Discussion, PublishedComment } from '../generated/discussion.js';
import type { DiscussionFile } from '../inputs/input-types.js';
import { originalDiscussionRecord } from './original/original-discussion-record.js';
import { traitsOf } from './original/parse-prompt.js';
import { importedDiscussionRecord } from './imported-discussion-record.js';
import { everyone } from './everyone.js';
import { probeRecords } from './probe-records.js';
import {
  openingModel,
  type ActorRecord,
  type CommentRecord,
  type DiscussionRecord,
  type GenerationRecord,
} from './records.js';

/** Converts a discussion file, ours, imported or any version of the original's, to the form that rows are made from. */
export function discussionRecord(source: DiscussionFile): DiscussionRecord {
  if (source.origin === 'imported') return importedDiscussionRecord(source.document);
  return source.origin === 'original' ? originalDiscussionRecord(source) : ourDiscussionRecord(source.document);
}

function ourDiscussionRecord(document: Discussion): DiscussionRecord {
  const { actorOf, seated } = seat(document);
  const comments = document.logs.map((comment, turn) => ({
    turn,
    actor: actorOf(comment),
    text: comment.text,
    ...(comment.missing && { missing: comment.missing }),
    ...(comment.repairs && { repairs: comment.repairs }),
    ...(comment.flags && { flags: comment.flags }),
    ...firstTryOf(comment),
    rawText: rawTextOf(comment),
    model: comment.model,
    isOpening: comment.model === openingModel,
    ...(comment.intervention && { intervention: comment.intervention.decision }),
    ...(comment.seed !== undefined && { generation: generationOf(comment) }),
  }));
  return {
    id: document.id,
    timestamp: document.timestamp,
    createdAt: document.created_at,
    historyLength: document.ctx_length,
    condition: document.condition,
    ...(document.factors && { factors: document.factors }),
    topic: document.topic,
    ...(document.topic_metadata && { topicMetadata: document.topic_metadata }),
    replicate: document.replicate,
    participants: document.users,
    actors: everyone(seated, comments),
    roles: document.participants.map(({ role }) => role),
    comments,
    ...(document.probes && { probes: probeRecords(document.probes, new Map(seated.map((one) => [one.name, one]))) }),
  };
}

/** The same string as the text where nothing was cleaned: texts are most of what an export has in memory. */
function rawTextOf({ text, raw_text: raw }: PublishedComment): string {
  return raw === undefined || raw === text ? text : raw;
}

/** Tries that gave no comment are not counted: they would have been repeated in any case. */
function firstTryOf({ failed_tries: tries = [] }: PublishedComment): Pick<CommentRecord, 'firstTry'> {
  const first = tries.find(({ resampled }) => resampled);
  return first ? { firstTry: { text: first.text ?? '', flags: first.flags ?? [] } } : {};
}

function generationOf(comment: PublishedComment): GenerationRecord {
  return {
    finishReason: comment.finish_reason ?? null,
    promptTokens: comment.prompt_tokens ?? null,
    completionTokens: comment.completion_tokens ?? null,
    droppedComments: comment.dropped_blocks ?? null,
    seed: comment.seed ?? null,
    failedTries: (comment.failed_tries ?? []).map(({ missing }) => missing ?? 'resampled'),
  };
}

interface Seated {
  actorOf: (comment: PublishedComment) => ActorRecord;
  seated: readonly ActorRecord[];
}

function seat(document: Discussion): Seated {
  const moderator: ActorRecord = {
    name: document.moderator ?? '',
    role: 'moderator',
    isModerator: true,
    prompt: document.moderator_prompt ?? '',
    traits: traitsOf(document.moderator_persona),
  };
  const participants = new Map(
    document.participants.map(({ name, role, persona }, seat): [string, ActorRecord] => {
      const prompt = document.user_prompts[seat] ?? '';
      return [name, { name, role, isModerator: false, prompt, traits: traitsOf(persona) }];
    }),
  );
  return {
    actorOf: ({ name, role }) => (role === 'moderator' ? moderator : (participants.get(name) ?? stranger(name))),
    seated: [...participants.values(), ...(document.moderator === null ? [] : [moderator])],
  };
}

/** An actor who speaks without a seat. */
function stranger(name: string): ActorRecord {
  return { name, role: 'participant', isModerator: false, prompt: '', traits: new Map() };
}
