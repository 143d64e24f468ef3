import type { DiscussionFigures } from './discussion-figures.js';
import { exactInterval } from './exact-interval.js';
import type { RealisedDesign } from './realised-design.js';

/** What the config asks of a condition. */
export interface DesignedCondition {
  turnManager: string;
  respondProbability: number;
  turns: number;
  historyLength: number;
  /** Documents have no silent turns, though speakers were drawn for them. */
  leavesOutSilence: boolean;
  /** 0 without a moderator; undefined if its turns depend on what is said. */
  moderatorTurns: number | undefined;
  /** Seats of each role in a discussion of so many participants, on average. */
  seats: (participants: number) => ReadonlyMap<string, number>;
}

/** One thing that the design sets, and what became of it. Undefined: not designed, or not known from the documents. */
export interface ManipulationCheck {
  condition: string;
  what: string;
  designed: number | undefined;
  realised: number | undefined;
  /** Of a share of random draws: their number, and the exact interval of the share. */
  draws?: number;
  interval?: { low: number; high: number } | undefined;
}

/** Designed against realised, for the discussions of one condition. */
export function checkManipulation(
  condition: string,
  figures: readonly DiscussionFigures[],
  design: DesignedCondition | undefined,
): ManipulationCheck[] {
  const realised = figures.map((each) => each.realised);
  const check = (what: string, designed: number | undefined, found: number | undefined): ManipulationCheck[] =>
    designed === undefined && found === undefined ? [] : [{ condition, what, designed, realised: found }];
  const offered = sumOf(realised, ({ moderatorOffered }) => moderatorOffered);
  const prompts = sumOf(realised, ({ promptTurns }) => promptTurns);
  return [
    ...checkReplies(condition, realised, design),
    ...checkSeats(condition, realised, design),
    ...check('moderator turns offered', times(design?.moderatorTurns, figures.length), offered),
    ...(offered > 0
      ? check(
          'moderator turns used',
          undefined,
          sumOf(realised, (each) => each.moderatorUsed),
        )
      : []),
    ...check(
      'prompts with the whole history',
      design && prompts > 0 ? 1 : undefined,
      share(prompts - sumOf(realised, ({ cutTurns }) => cutTurns), prompts),
    ),
  ];
}

/** Who answers whom is known only where no turn is missing. */
function checkReplies(
  condition: string,
  all: readonly RealisedDesign[],
  design: DesignedCondition | undefined,
): ManipulationCheck[] {
  const known = design?.leavesOutSilence ? all.filter(({ turns }) => turns === design.turns) : all;
  const draws = sumOf(known, ({ replyTurns }) => replyTurns);
  const replies = sumOf(known, (each) => each.replies);
  const designed = design && designedReplies(all, design);
  if (designed === undefined && draws === 0) return [];
  const interval = exactInterval(replies, draws);
  return [{ condition, what: 'reply rate', designed, realised: share(replies, draws), draws, interval }];
}

/** Over the turns that were made, since discussions can have different numbers of participants. */
function designedReplies(realised: readonly RealisedDesign[], design: DesignedCondition): number | undefined {
  const rates = realised.map(({ participants, replyTurns }) => ({
    replyTurns,
    rate: expectedReplyRate(design, participants),
  }));
  if (rates.some(({ rate }) => rate === undefined)) return undefined;
  return share(
    sumOf(rates, ({ rate, replyTurns }) => (rate ?? 0) * replyTurns),
    sumOf(rates, (each) => each.replyTurns),
  );
}

/** `random_weighted`: p + (1 − p)/(n − 1); undefined for turn managers that read the texts. */
export function expectedReplyRate(
  { turnManager, respondProbability: p }: Pick<DesignedCondition, 'turnManager' | 'respondProbability'>,
  participants: number,
): number | undefined {
  if (participants === 2) return 1;
  if (turnManager === 'random_weighted') return p + (1 - p) / (participants - 1);
  if (turnManager === 'random') return 1 / (participants - 1);
  return turnManager === 'round_robin' ? 0 : undefined;
}

function checkSeats(
  condition: string,
  realised: readonly RealisedDesign[],
  design: DesignedCondition | undefined,
): ManipulationCheck[] {
  const known = realised.filter(({ seats }) => seats.size > 0);
  const designed = new Map<string, number>();
  for (const { participants } of known) {
    for (const [role, seats] of design?.seats(participants) ?? [])
      designed.set(role, (designed.get(role) ?? 0) + seats);
  }
  const roles = new Set([...designed.keys(), ...known.flatMap(({ seats }) => [...seats.keys()])]);
  return [...roles].map((role) => ({
    condition,
    what: `seats: ${role}`,
    designed: design && Number((designed.get(role) ?? 0).toFixed(6)),
    realised: sumOf(known, ({ seats }) => seats.get(role) ?? 0),
  }));
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function share(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

function times(value: number | undefined, count: number): number | undefined {
  return value === undefined ? undefined : value * count;
}
