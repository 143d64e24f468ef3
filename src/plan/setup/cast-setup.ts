import type { DiscussionInputs, Persona, Topic } from '../../inputs/input-types.js';
import { nameKey } from '../../name-key.js';
import { moderatorName } from '../../moderator-name.js';
import type { Setup } from './setup.js';
import type { Condition, DiscussionJob } from '../job.js';
import { drawWithoutReplacement, type RandomStream } from '../../random-stream.js';
import { setupStream } from './setup-stream.js';

/** Topic, participants, their names and the seats that post the openings of a set-up. */
export function castSetup(
  condition: Condition,
  inputs: DiscussionInputs,
  setup: Setup,
): Pick<DiscussionJob, 'topic' | 'participants' | 'usernames' | 'openingSeats'> {
  const topic = withOpenings(pick(inputs.topics, setup.topic), condition.openings);
  const drawn = setup.personas.map((index) => pick(inputs.personas, index));
  const participants = topic.authors
    ? seatAuthors(topic, drawn, { pool: inputs.personas, random: setupStream(condition, 'author', setup.replicate) })
    : drawn;
  return {
    topic,
    participants,
    usernames: drawPseudonyms(condition, topic, setup) ?? participants.map(({ name }) => name),
    openingSeats: drawAuthors(condition, topic, participants, setup.replicate),
  };
}

/**
 * A stream of its own, so that other draws do not depend on how participants are called. A name that somebody else in
 * the discussion has is passed over.
 */
function drawPseudonyms(
  condition: Condition,
  { authors = [] }: Topic,
  { replicate, personas: { length: seats } }: Setup,
): string[] | undefined {
  const { pseudonyms, moderator } = condition;
  if (!pseudonyms) return undefined;
  const others = [moderatorName, moderator?.name, ...authors];
  const taken = new Set(others.map((name) => name && nameKey(name)));
  const count = Math.min(pseudonyms.length, seats + taken.size);
  return drawWithoutReplacement(setupStream(condition, 'pseudonyms', replicate), pseudonyms.length, count)
    .map((index) => pick(pseudonyms, index))
    .filter((name) => !taken.has(nameKey(name)))
    .slice(0, seats);
}

const limited = new WeakMap<Topic, Map<number, Topic>>();

/** The topic with its first openings only; the same object each time, because many jobs share it. */
function withOpenings(topic: Topic, most = Infinity): Topic {
  if (topic.openings.length <= most) return topic;
  const known = limited.get(topic) ?? new Map<number, Topic>();
  const { openings, authors, ...rest } = topic;
  const first = authors?.slice(0, most) ?? [];
  const isAuthored = first.some((author) => author !== undefined);
  const made = known.get(most) ?? { ...rest, openings: openings.slice(0, most), ...(isAuthored && { authors: first }) };
  limited.set(topic, known.set(most, made));
  return made;
}

/**
 * A topic's fixed author who is one of the personas always takes part: if not drawn, in place of a random
 * participant who is not an author.
 */
function seatAuthors(
  { authors = [] }: Topic,
  drawn: readonly Persona[],
  { pool, random }: { pool: readonly Persona[]; random: RandomStream },
): Persona[] {
  const seated = [...drawn];
  for (const name of new Set(authors)) {
    const author = pool.find((persona) => persona.name === name);
    if (!author || seated.includes(author)) continue;
    const places = seated.flatMap((persona, seat) => (authors.includes(persona.name) ? [] : [seat]));
    const place = places.length > 0 ? places[random.integer(places.length)] : undefined;
    if (place !== undefined) seated[place] = author;
  }
  return seated;
}

/** Openings without a fixed author get different authors as long as there are enough participants. */
function drawAuthors(
  condition: Condition,
  { openings, authors }: Topic,
  participants: readonly Persona[],
  replicate: number,
): number[] {
  const count = Math.min(openings.length, participants.length);
  const drawn = drawWithoutReplacement(setupStream(condition, 'opening', replicate), participants.length, count);
  return openings.map((_, index) => {
    const author = authors?.[index];
    if (author !== undefined) return participants.findIndex((persona) => persona.name === author);
    return drawn[index % count] ?? 0;
  });
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
  return item;
}
