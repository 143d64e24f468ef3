import type { PublishedComment } from '../generated/discussion.js';
import { actorsCalled, lengthOfOwnPrefix, speakerLines, type Speakers } from '../speaker-line.js';

type Repair = NonNullable<PublishedComment['repairs']>[number];

export interface RepairedReply {
  text: string;
  /** What was taken out, in this order: the speaker's own prefix, what it said for others, half a prefix at the end. */
  repairs: Repair[];
}

/** `actors` has the moderator as well. */
export interface Names extends Speakers {
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
export function repairReply(reply: string, names: Names): RepairedReply {
  const own = reply.slice(lengthOfOwnPrefix(reply, names));
  const alone = beforeOthers(own, names);
  const whole = withoutHalfPrefix(alone, names);
  const repairs: Repair[] = [
    ...(own === reply ? [] : ['own_prefix' as const]),
    ...(alone === own ? [] : ['other_speaker' as const]),
    ...(whole === alone ? [] : ['dangling_prefix' as const]),
  ];
  return { text: whole, repairs };
}

/** A name that the model made up has one or two words: `User surveys show what was posted:` is the speaker's own text. */
function beforeOthers(reply: string, { actors, ignored }: Names): string {
  for (const { name, start } of speakerLines(reply, ignored)) {
    const isMadeUp = name.length <= 100 && name.trim().split(/\s+/).length <= 2;
    if (isMadeUp || actorsCalled(name, actors).length > 0) return reply.slice(0, start).trimEnd();
  }
  return reply;
}

/** `User`, and one word that could be a name, and the beginning of `posted`. */
const halfOfAnyPrefix = /^User [^\s:.,;?!]+(?: p(?:o(?:s(?:t(?:ed?)?)?)?)?)?$/;

/** A reply that ended in the middle of a prefix; one that was not cut off did so only after a name. */
function withoutHalfPrefix(reply: string, { actors, isCut }: Names): string {
  const from = reply.lastIndexOf('\n') + 1;
  const line = reply.slice(from);
  const isOfActor = actors.some(
    (name) => prefixOf(name).startsWith(line) && line.startsWith(isCut ? 'User' : `User ${name}`),
  );
  const isOfAny = isCut && from > 0 && halfOfAnyPrefix.test(line);
  return isOfActor || isOfAny ? reply.slice(0, from).trimEnd() : reply;
}
