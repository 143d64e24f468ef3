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
  /** The reply was cut off, at its length or at a stop string, and may end anywhere. */
  isCut: boolean;
}

/** What an actor is asked to continue; comments in the history begin with it as well. */
export function prefixOf(name: string): string {
  return `User ${name} posted:`;
}

/**
 * Keeps of a reply what its speaker says. Stop strings end a reply at the names of those who take part, but not where it
 * begins with one, and not at names that the model made up.
 */
export function repairReply(reply: string, { speaker, actors, isCut }: Names): RepairedReply {
  const own = withoutOwnPrefix(reply, speaker);
  const alone = beforeOthers(own, actors);
  const whole = withoutHalfPrefix(alone, actors, isCut);
  const repairs: Repair[] = [
    ...(own === reply ? [] : ['own_prefix' as const]),
    ...(alone === own ? [] : ['other_speaker' as const]),
    ...(whole === alone ? [] : ['dangling_prefix' as const]),
  ];
  return { text: whole, repairs };
}

/** `User yuki posted:`, `Yuki:`, `**yuki：**`, also one after the other. */
function withoutOwnPrefix(reply: string, speaker: string): string {
  if (speaker === '') return reply;
  const prefix = new RegExp(`^([*_]*)(?:User )?${escape(speaker)}(?: posted)?(?:[:：]\\1|\\1[:：])\\s*`, 'iu');
  let rest = reply;
  while (prefix.test(rest)) rest = rest.replace(prefix, '');
  return rest;
}

/** At the start of a line, also in a list or a heading; a line that quotes somebody (`> User anna posted:`) is left alone. */
const anyPrefix = /^[ \t*_#-]*User ([^\n]{1,100}?) posted ?[:：]/gimu;

/** A name that the model made up has one or two words: `User surveys show what was posted:` is the speaker's own text. */
function beforeOthers(reply: string, actors: readonly string[]): string {
  const isActor = (name: string): boolean => actors.some((actor) => actor.toLowerCase() === name.toLowerCase());
  const other = [...reply.matchAll(anyPrefix)].find(
    ([, name = '']) => isActor(name) || name.trim().split(/\s+/).length <= 2,
  );
  return other ? reply.slice(0, other.index).trimEnd() : reply;
}

/** `User`, and one word that could be a name, and the beginning of `posted`. */
const halfOfAnyPrefix = /^User [^\s:.,;?!]+(?: p(?:o(?:s(?:t(?:ed?)?)?)?)?)?$/;

/** A reply that ended in the middle of a prefix; one that was not cut off did so only after a name. */
function withoutHalfPrefix(reply: string, actors: readonly string[], isCut: boolean): string {
  const from = reply.lastIndexOf('\n') + 1;
  const line = reply.slice(from);
  const isOfActor = actors.some(
    (name) => prefixOf(name).startsWith(line) && line.startsWith(isCut ? 'User' : `User ${name}`),
  );
  const isOfAny = isCut && from > 0 && halfOfAnyPrefix.test(line);
  return isOfActor || isOfAny ? reply.slice(0, from).trimEnd() : reply;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
