import type { OriginalComment, OriginalDiscussion, OriginalPair } from '../../generated/original-discussion.js';
import type { DiscussionFile, TraitValue } from '../../inputs/input-types.js';
import { isoFromOriginal } from './original-timestamp.js';
import { everyone } from '../everyone.js';
import { parsePrompts, type ParsedPrompt } from './parse-prompt.js';
import { openingModel, type ActorRecord, type DiscussionRecord } from '../records.js';
import { isSilentInOriginal } from '../../silence.js';

type OriginalFile = Extract<DiscussionFile, { origin: 'original' }>;

/**
 * Converts a discussion file of the original: with seats and prompts, with prompts in its comments, or with [name,
 * text] pairs.
 */
export function originalDiscussionRecord({ document, stem, folder }: OriginalFile): DiscussionRecord {
  const comments = document.logs.map(asComment);
  const seated = document.users ? seatedActors(document, document.users) : new Map<string, ActorRecord>();
  const actorOf = document.users ? among(seated) : promptedActors(document, comments);
  const actors = comments.map(actorOf);
  return {
    id: document.id ?? stem,
    timestamp: document.timestamp ?? '',
    createdAt: isoFromOriginal(document.timestamp ?? ''),
    historyLength: document.ctx_length ?? null,
    condition: folder,
    replicate: null,
    participants: document.users ?? namesOfPeople(actors),
    actors: everyone(
      [...seated.values()],
      actors.map((one) => ({ actor: one })),
    ),
    comments: comments.map((comment, turn) => ({
      turn,
      actor: actors[turn] ?? actorOf(comment),
      text: isSilentInOriginal(comment.text) ? '' : comment.text,
      rawText: comment.text,
      fileText: comment.text,
      model: comment.model ?? '',
      isOpening: comment.model === openingModel,
    })),
  };
}

function asComment(entry: OriginalComment | OriginalPair): OriginalComment {
  return Array.isArray(entry) ? { name: entry[0], text: entry[1] } : entry;
}

type ActorOf = (comment: OriginalComment) => ActorRecord;

/** Earlier versions: names and prompts in seating order, the moderator separate. */
function seatedActors(document: OriginalDiscussion, users: readonly string[]): Map<string, ActorRecord> {
  const prompts = parsePrompts(users.map((_, seat) => document.user_prompts?.[seat]));
  const actors = new Map<string, ActorRecord>();
  users.forEach((name, seat) => {
    const [seated, before] = [actor(name, prompts[seat]), actors.get(name)];
    actors.set(name, before ? inCommon(before, seated) : seated);
  });
  const { moderator } = document;
  if (typeof moderator === 'string') {
    const [prompt] = parsePrompts([document.moderator_prompt]);
    actors.set(moderator, asModerator(actor(moderator, prompt)));
  }
  return actors;
}

function among(seated: ReadonlyMap<string, ActorRecord>): ActorOf {
  return ({ name }) => seated.get(name) ?? actor(name, undefined);
}

/** A comment does not say which of the speakers with its name wrote it. */
function inCommon(one: ActorRecord, other: ActorRecord): ActorRecord {
  if (one.prompt === other.prompt && !one.isAmbiguous) return one;
  const isShared = ([name, value]: [string, TraitValue]): boolean =>
    other.traits.has(name) && JSON.stringify(other.traits.get(name)) === JSON.stringify(value);
  const prompt = one.prompt === other.prompt ? one.prompt : '';
  return { ...one, prompt, traits: new Map([...one.traits].filter(isShared)), isAmbiguous: true };
}

/**
 * The latest version: a prompt in each entry. An entry without one, such as a seed opinion, gets its actor's first
 * prompt.
 */
function promptedActors({ moderator }: OriginalDiscussion, comments: readonly OriginalComment[]): ActorOf {
  const prompts = [...new Set(comments.map(promptText))];
  const parsed = new Map(parsePrompts(prompts).map((prompt, index) => [prompts[index], prompt]));
  const firstPrompts = new Map<string, string>();
  for (const comment of comments) {
    const prompt = promptText(comment);
    if (prompt && !firstPrompts.has(comment.name)) firstPrompts.set(comment.name, prompt);
  }
  const actors = new Map<string, ActorRecord>();
  return (comment) => {
    const prompt = promptText(comment) || firstPrompts.get(comment.name);
    const key = JSON.stringify([comment.name, prompt]);
    const speaker = actors.get(key) ?? actor(comment.name, parsed.get(prompt ?? ''));
    const record = comment.name === moderator ? asModerator(speaker) : speaker;
    actors.set(key, record);
    return record;
  };
}

/** The latest version lists only the actors who spoke. */
function namesOfPeople(actors: readonly ActorRecord[]): string[] {
  return [...new Set(actors.filter((actor) => !actor.isModerator).map((actor) => actor.name))];
}

function promptText({ prompt }: OriginalComment): string {
  return typeof prompt === 'string' ? prompt : prompt ? JSON.stringify(prompt) : '';
}

function actor(name: string, parsed: ParsedPrompt | undefined): ActorRecord {
  const isModerator = parsed?.isParticipant === false;
  const { prompt, traits } = parsed ?? { prompt: '', traits: new Map() };
  return { name, role: isModerator ? 'moderator' : 'participant', isModerator, prompt, traits };
}

function asModerator(speaker: ActorRecord): ActorRecord {
  return { ...speaker, role: 'moderator', isModerator: true };
}
