import type { Discussion, PublishedComment } from '../generated/discussion.js';
import type { DiscussionFile } from '../inputs/input-types.js';
import { originalDiscussionRecord } from './original/original-discussion-record.js';
import { traitsOf } from './original/parse-prompt.js';
import { openingModel, type ActorRecord, type DiscussionRecord, type GenerationRecord } from './records.js';

/** Converts a discussion file, ours or any version of the original's, to the form that rows are made from. */
export function discussionRecord(source: DiscussionFile): DiscussionRecord {
  return source.origin === 'original' ? originalDiscussionRecord(source) : ourDiscussionRecord(source.document);
}

function ourDiscussionRecord(document: Discussion): DiscussionRecord {
  const actors = actorsByRole(document);
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
    roles: document.participants.map(({ role }) => role),
    comments: document.logs.map((comment, turn) => ({
      turn,
      actor: actors(comment),
      text: comment.text,
      ...(comment.missing && { missing: comment.missing }),
      ...(comment.repairs && { repairs: comment.repairs }),
      rawText: comment.raw_text ?? comment.text,
      model: comment.model,
      isOpening: comment.model === openingModel,
      ...(comment.seed !== undefined && { generation: generationOf(comment) }),
    })),
  };
}

function generationOf(comment: PublishedComment): GenerationRecord {
  return {
    finishReason: comment.finish_reason ?? null,
    promptTokens: comment.prompt_tokens ?? null,
    completionTokens: comment.completion_tokens ?? null,
    droppedComments: comment.dropped_blocks ?? null,
    seed: comment.seed ?? null,
    failedTries: (comment.failed_tries ?? []).map(({ missing }) => missing),
  };
}

function actorsByRole(document: Discussion): (comment: PublishedComment) => ActorRecord {
  const moderator: ActorRecord = {
    name: document.moderator ?? '',
    role: 'moderator',
    isModerator: true,
    prompt: document.moderator_prompt ?? '',
    traits: new Map(),
  };
  const participants = new Map(
    document.participants.map(({ name, role, persona }, seat): [string, ActorRecord] => {
      const prompt = document.user_prompts[seat] ?? '';
      return [name, { name, role, isModerator: false, prompt, traits: traitsOf(persona) }];
    }),
  );
  return ({ name, role }) => (role === 'moderator' ? moderator : (participants.get(name) ?? stranger(name)));
}

/** An actor who speaks without a seat. */
function stranger(name: string): ActorRecord {
  return { name, role: 'participant', isModerator: false, prompt: '', traits: new Map() };
}
