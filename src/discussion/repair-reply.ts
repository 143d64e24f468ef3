import type { PublishedComment } from '../generated/discussion.js';

type Repair = NonNullable<PublishedComment['repairs']>[number];

interface RepairedReply {
  text: string;
  /** What was taken out, in this order: the speaker's own prefix, what it said for others, half a prefix at the end. */
  repairs: Repair[];
}

export interface Names {
  speaker: string;
  /** All who take part, the moderator included. */
  actors: readonly string[];
}

/** What an actor is asked to continue; comments in the history begin with it as well. */
export function prefixOf(name: string): string {
  return `User ${name} posted:`;
}

/**
 * Keeps of a reply what its speaker says. Stop strings end a reply at the names of those who take part, but not where it
 * begins with one, and not at names that the model made up.
 */
export function repairReply(reply: string, { speaker, actors }: Names): RepairedReply {
  const own = withoutOwnPrefix(reply, speaker);
  const alone = beforeOthers(own);
  const whole = withoutHalfPrefix(alone, actors);
  const repairs: Repair[] = [
    ...(own === reply ? [] : ['own_prefix' as const]),
    ...(alone === own ? [] : ['other_speaker' as const]),
    ...(whole === alone ? [] : ['dangling_prefix' as const]),
  ];
  return { text: whole, repairs };
}

/** `User yuki posted:`, `yuki:`, `**yuki:**`, also one after the other. */
function withoutOwnPrefix(reply: string, speaker: string): string {
  if (speaker === '') return reply;
  const prefix = new RegExp(`^([*_]*)(?:User )?${escape(speaker)}(?: posted)?(?::\\1|\\1:)\\s*`);
  let rest = reply;
  while (prefix.test(rest)) rest = rest.replace(prefix, '');
  return rest;
}

/** A name is any text on the line; a line that quotes somebody (`> User anna posted:`) is left alone. */
const anyPrefix = /^[ \t*_]*User [^\n]{1,100}? posted:/m;

function beforeOthers(reply: string): string {
  const at = reply.search(anyPrefix);
  return at < 0 ? reply : reply.slice(0, at).trimEnd();
}

/** `User`, and one word that could be a name, and the beginning of `posted`. */
const halfOfAnyPrefix = /^User [^\s:.,;?!]+(?: p(?:o(?:s(?:t(?:ed?)?)?)?)?)?$/;

/** A reply that ended, usually for its length, in the middle of a prefix. */
function withoutHalfPrefix(reply: string, actors: readonly string[]): string {
  const from = reply.lastIndexOf('\n') + 1;
  const line = reply.slice(from);
  const isHalf =
    (line.startsWith('User') && actors.some((name) => prefixOf(name).startsWith(line))) ||
    (from > 0 && halfOfAnyPrefix.test(line));
  return isHalf ? reply.slice(0, from).trimEnd() : reply;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
