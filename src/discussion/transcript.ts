import type { Completion } from '../backends/backend.js';
import type { TurnTaking } from '../config/experiment-config.js';
import type { PublishedComment } from '../generated/discussion.js';
import { isSilentReply } from '../silence.js';
import { lengthOfInvisible } from '../speaker-line.js';
import { prefixOf, repairReply, type Names, type RepairedReply } from './repair-reply.js';
import { wrapText } from './wrap-text.js';

/**
 * The history shown to an actor: the last `length` comments that have a text, oldest first. If only participants count,
 * the moderator's comments since the oldest of theirs come on top.
 */
export function shownComments<Shown extends Pick<Comment, 'text' | 'role'>>(
  comments: readonly Shown[],
  length: number,
  counts: TurnTaking['historyCounts'] = 'all',
): Shown[] {
  const shown: Shown[] = [];
  let counted = 0;
  for (let index = comments.length - 1; index >= 0 && counted < length; index -= 1) {
    const comment = comments[index];
    if (!comment || comment.text === '') continue;
    if (counts === 'all' || comment.role === 'participant') counted += 1;
    shown.push(comment);
  }
  return shown.reverse();
}

/** Comments as they stand in a history of this format; without one, as they are. */
export function formatted<Shown extends { text: string }>(
  comments: readonly Shown[],
  format: 'wrapped' | undefined,
): readonly Shown[] {
  if (format === undefined) return comments;
  return comments.map((comment) => ({ ...comment, text: wrapText(comment.text, wrappedWidth) }));
}

/** Of the Python original. */
const wrappedWidth = 70;

/** A comment as a part of a prompt. */
export function commentBlock({ name, text }: Pick<Comment, 'name' | 'text'>): string {
  return `${prefixOf(name)}\n${text}`;
}

/**
 * What the model said, made a comment: repaired, cleaned, and empty where it chose to stay silent. Also empty, but
 * missing, where it gave no reply.
 */
export function readReply(
  completion: Completion,
  disallowedStrings: readonly string[],
  speakers: Pick<Names, 'speaker' | 'actors'>,
): ReadReply {
  const { finish_reason: reason } = completion;
  if (reason !== 'stop' && reason !== 'stop_string' && reason !== 'length') return { text: '', missing: reason };
  const names = { ...speakers, ignored: disallowedStrings, isCut: reason !== 'stop' };
  const repaired = repairReply(cleanText(completion.text, []), names);
  const text = cleanText(repaired.text, disallowedStrings);
  const missing = isInvisible(text) ? whyNothing(completion, repaired, names) : undefined;
  return {
    text: isSilentReply(text) ? '' : text,
    ...(missing && { missing }),
    ...(repaired.repairs.length > 0 && { repairs: repaired.repairs }),
  };
}

/** Undefined if the model itself ended a reply without a text: that is silence. */
function whyNothing(completion: Completion, { repairs }: RepairedReply, names: Names): ReadReply['missing'] {
  if (repairs.some((repair) => repair !== 'own_prefix')) return 'other_speaker';
  if (completion.finish_reason !== 'stop_string')
    return completion.finish_reason === 'length' || repairs.length > 0 ? 'no_text' : undefined;
  // Nearly all stop strings are names, so one that nobody knows counts as such.
  const said = completion.raw_text ?? '';
  const isOwn = !isInvisible(said) && !repairReply(said.trim(), names).repairs.includes('other_speaker');
  return isOwn ? 'no_text' : 'other_speaker';
}

function isInvisible(text: string): boolean {
  return lengthOfInvisible(text) === text.length;
}

type ReadReply = Pick<Comment, 'text' | 'missing' | 'repairs'>;

/** Forbidden strings removed, Unicode made well-formed, outer white space gone. */
export function cleanText(raw: string, disallowedStrings: readonly string[]): string {
  const text = disallowedStrings.reduce((left, forbidden) => left.replaceAll(forbidden, ''), raw);
  return text.toWellFormed().trim();
}

/** How a text was generated, as published with every generated text. */
export function describeCompletion(completion: Completion, seed: number) {
  const {
    text,
    raw_text = text,
    finish_reason,
    prompt_tokens,
    completion_tokens,
    dropped_blocks,
    max_tokens,
    served_model,
  } = completion;
  const counts = { prompt_tokens, completion_tokens, dropped_blocks };
  return {
    ...{ raw_text, seed, finish_reason, ...counts },
    ...(max_tokens !== undefined && { max_tokens }),
    ...(served_model !== undefined && { served_model }),
  };
}

export type Comment = PublishedComment;
