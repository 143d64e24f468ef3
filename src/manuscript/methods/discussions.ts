import type { ConditionFacts, Settings, StudyFacts } from '../study-facts.js';
import { capitalised, count, list, name, ofWhich, percent } from '../words.js';
import { speakersOf } from '../speakers-of.js';
import { sayShared, setting, spread, where } from '../spread.js';
import { paragraph, type Section } from './section.js';

/** Who took part, about what, and who spoke when. */
export const discussions: Section = {
  title: 'Discussions',
  write: (facts) =>
    paragraph(
      participants(facts),
      roles(facts),
      topics(facts),
      turns(facts),
      history(facts),
      moderator(facts),
      silence(facts),
      tries(facts),
    ),
};

function participants({ conditions, personas, models }: StudyFacts): string {
  const made = conditions.filter(({ completed }) => completed > 0);
  const sizes = sayShared(
    spread(made, ({ participants: seats }) => seats),
    made,
    ([least, most]) => (least === most ? count(least, 'participant') : `${least} to ${most} participants`),
  );
  const pool = numbersOf(conditions, 'personas_in_pool');
  const [only] = pool;
  const from =
    pool.length === 1 && only !== undefined
      ? ` Participants were drawn without replacement from a pool of ${count(only, 'persona')}, ${ofWhich(personas.length, only)} occurred.`
      : personas.length > 0
        ? ` ${capitalised(count(personas.length, 'distinct persona'))} occurred.`
        : ' The material does not record the personas of participants.';
  const who = {
    models: ', each of them a language model in the role of a persona',
    rehearsal: ', each of them the rehearsal engine in the role of a persona',
    unknown: '',
  }[speakersOf(models, ['participants'])];
  return `Each discussion had ${sizes}${who}.${from}`;
}

function numbersOf(conditions: readonly ConditionFacts[], field: string): number[] {
  const values = spread(conditions, setting(field)).map(({ value }) => value);
  return values.filter((value) => typeof value === 'number');
}

function roles({ conditions }: StudyFacts): string {
  const shared = spread(conditions, ({ settings }) => describeRoles(settings?.['roles'])).filter(
    ({ value }) => value !== '',
  );
  const said = shared.map(({ value, conditions: own }) => `${value} ${where(own, conditions)}`.trim());
  return said.length > 0 ? `${capitalised(list(said))}, with instructions of their own.` : '';
}

/** `[{"name":"troll","share":0.25}]`, or `count` or `chance` in place of `share`. */
function describeRoles(json: Settings[string] | undefined): string {
  if (typeof json !== 'string') return '';
  const roles = JSON.parse(json) as readonly { name?: string; share?: number; count?: number; chance?: number }[];
  const each = roles.some(({ chance }) => chance === undefined) ? 'each other seat' : 'each seat';
  return list(
    roles.map((role) => {
      if (role.chance !== undefined)
        return `${each} had the role ${name(role.name ?? '')} with probability ${role.chance}, drawn for itself`;
      const seats = role.share !== undefined ? `${percent(role.share)} of the seats` : count(role.count ?? 0, 'seat');
      return `${seats} went to the role ${name(role.name ?? '')}`;
    }),
  );
}

function topics({ conditions, topics: texts }: StudyFacts): string {
  const pool = numbersOf(conditions, 'topics_in_pool');
  const [only] = pool;
  const openings = texts.map(({ openings: own }) => own.length);
  const [least, most] = [Math.min(...openings), Math.max(...openings)];
  if (texts.length === 0) return 'The material does not mark any comment as a seed opinion.';
  const number =
    least === most
      ? least === 1
        ? 'a given comment'
        : `${least} given comments`
      : `${least} to ${most} given comments`;
  const from =
    pool.length === 1 && only !== undefined
      ? `; topics were drawn from a pool of ${only}, ${ofWhich(texts.length, only)} occurred`
      : `; ${count(texts.length, 'topic')} occurred`;
  return `A discussion opened with ${number} on its topic (${most === 1 ? 'the seed opinion' : 'the seed opinions'}), posted verbatim rather than generated${from}.`;
}

function turns({ conditions, run }: StudyFacts): string {
  const lengths = spread(conditions, setting('num_turns'));
  if (!run || lengths.every(({ value }) => value === undefined))
    return 'The material does not record the rule by which speakers took turns.';
  const said = sayShared(lengths, conditions, (value) => count(Number(value), 'participant turn'));
  const managers = spread(
    conditions,
    ({ settings }) => [settings?.['turn_manager_type'], settings?.['respond_probability']] as const,
  );
  return `The discussion then ran for ${said}. ${capitalised(sayShared(managers, conditions, ([manager, probability]) => describeManager(String(manager), Number(probability))))}.`;
}

function describeManager(manager: string, probability: number): string {
  if (manager === 'round_robin') return 'participants spoke in a fixed order, one after the other';
  if (manager === 'random') return 'the next speaker was drawn uniformly from all participants but the last speaker';
  if (manager === 'random_weighted')
    return `with probability ${probability} the next speaker was the participant who had spoken before the last one, and otherwise anyone but the last speaker with equal probability`;
  if (manager === 'mention')
    return 'the participant whom the last comment addressed by @name spoke next, and otherwise a random one';
  return `the next speaker was chosen by a turn manager of our own (${name(manager)})`;
}

function history({ conditions }: StudyFacts): string {
  const made = conditions.filter(({ historyLengths }) => historyLengths.length > 0);
  if (made.length === 0) return 'The material does not record how much of the discussion speakers were shown.';
  const shared = spread(
    made,
    ({ historyLengths, settings }) => [historyLengths, settings?.['history_counts']] as const,
  );
  const said = sayShared(shared, made, ([lengths, counts]) => {
    const comments = shownWords(lengths);
    return counts === 'participants' ? `${comments} of participants, with the moderator's between them` : comments;
  });
  const rest = made.length < conditions.length ? '; for the other conditions this is not recorded' : '';
  return `Speakers were shown ${said}${rest}.`;
}

function shownWords(lengths: readonly number[]): string {
  const [least = 0, most = least] = [lengths[0], lengths.at(-1)];
  if (least !== most) return `at most the last ${least} to ${most} comments`;
  if (least === 0) return 'no earlier comments';
  return least === 1 ? 'only the last comment' : `at most the last ${least} comments`;
}

function moderator({ conditions, models }: StudyFacts): string {
  const moderated = conditions.filter(({ hasModerator }) => hasModerator);
  if (moderated.length === 0) return 'There was no moderator.';
  const place = where(moderated, conditions);
  const played = {
    models: ', also played by a language model,',
    rehearsal: ', also played by the rehearsal engine,',
    unknown: '',
  }[speakersOf(models, ['moderator'])];
  const who = `A moderator${played} took part${place && ` ${place}`}`;
  const offered = spread(moderated, setting('moderator_turns')).filter(({ value }) => typeof value === 'string');
  const turn =
    offered.length > 0
      ? ` and was offered a turn ${sayShared(offered, moderated, (value) => describeOffer(String(value)))}`
      : '';
  const silent = spread(moderated, setting('moderator_may_stay_silent'));
  const may = silent.length === 1 && silent[0]?.value === true ? '; it was told that it might stay silent' : '';
  return `${who}${turn}${may}.`;
}

/** `"after_each"`, `{"every":3}`, or a condition on what was said. */
function describeOffer(json: string): string {
  const policy: unknown = JSON.parse(json);
  if (policy === 'after_each') return 'after every participant turn';
  if (typeof policy === 'object' && policy && 'every' in policy)
    return `after every ${ordinal(Number(policy.every))} participant turn`;
  return `by the rule ${name(json)}`;
}

function ordinal(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return number === 2 ? 'second' : number === 3 ? 'third' : `${number}${ending}`;
}

function silence({ conditions, run }: StudyFacts): string {
  if (!run) return '';
  const shared = spread(conditions, setting('may_stay_silent'));
  if (shared.every(({ value }) => value !== true))
    return `Participants were not told that they might stay silent; an empty reply counts as silence.${leftOut(conditions)}`;
  return `${capitalised(sayShared(shared, conditions, (value) => (value === true ? 'participants were told that they might stay silent' : 'participants were not told that they might stay silent')))}.${leftOut(conditions)}`;
}

/** As in the Python original: silence can then not be counted. */
function leftOut(conditions: readonly ConditionFacts[]): string {
  const some = conditions.filter(({ settings }) => settings?.['silent_participants'] === 'left_out');
  const place = where(some, conditions);
  return some.length === 0
    ? ''
    : ` A participant's silent turn is not in the record${place && ` ${place}`}, and the moderator was not asked after it.`;
}

function tries({ conditions }: StudyFacts): string {
  const [most, ...others] = numbersOf(conditions, 'tries_per_turn');
  if (most === undefined || others.length > 0) return '';
  return most === 1
    ? 'A turn that gave no usable reply was not tried again.'
    : `A turn that gave no usable reply was tried again with another sampling seed, up to ${most} times in all.`;
}
