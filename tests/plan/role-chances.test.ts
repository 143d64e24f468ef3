import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/config/experiment-config.js';
import type { Condition, Role } from '../../src/plan/job.js';
import { assignRoles } from '../../src/plan/setup/assign-roles.js';
import { drawSetups } from '../../src/plan/setup/draw-setups.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const [debate] = planDiscussions(townHallConfig(), townHallInputs());
const seats = 7;
const designs = ['paired', 'independent', 'balanced'] as const;

interface Wanted {
  rules: Readonly<Record<string, Role['seats']>>;
  seed?: number;
  design?: Design;
  name?: string;
  replicates?: number;
}

/** The roles by seat, replicate by replicate. */
function seatings({ rules, seed = 1, design = 'paired', name = 'none', replicates = 30 }: Wanted): string[][] {
  if (!debate) throw new Error('the town hall has no debate');
  const roles = Object.entries(rules).map(([role, rule]) => ({
    name: role,
    instructions: '',
    seats: rule,
    mayStaySilent: false,
  }));
  const condition: Condition = { ...debate.condition, seed, design, name, roles };
  return assignRoles(condition, drawSetups(condition, { seats, topics: 3, personas: 20 }, replicates), seats);
}

function overSeeds(wanted: Wanted, seeds = 300): string[][] {
  return Array.from({ length: seeds }, (_, seed) => seatings({ ...wanted, seed })).flat();
}

const trollsIn = (seating: readonly string[]): number => seating.filter((role) => role === 'troll').length;

function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return expected.reduce((sum, each, cell) => sum + ((counts[cell] ?? 0) - each) ** 2 / each, 0);
}

/** The binomial probability of k of n. */
function binomial(n: number, p: number): number[] {
  return Array.from({ length: n + 1 }, (_, k) => {
    const ways = Array.from({ length: k }, (__, i) => (n - i) / (i + 1)).reduce((product, one) => product * one, 1);
    return ways * p ** k * (1 - p) ** (n - k);
  });
}

describe('roles by chance', () => {
  it.each(designs)('when trolls have a chance of 0.3 in a %s design, then their number is binomial', (design) => {
    const all = overSeeds({ rules: { troll: { chance: 0.3 } }, design });
    const counts = Array.from({ length: seats + 1 }, (_, k) => all.filter((one) => trollsIn(one) === k).length);
    const expected = binomial(seats, 0.3).map((probability) => probability * all.length);
    // 24.32: 1 in 1,000 at 7 degrees of freedom. Shares would have only twos and threes.
    expect(chiSquare(counts, expected)).toBeLessThan(24.32);
  });

  it('when many seats are drawn, then every seat has the same chance, and neighbours do not depend on each other', () => {
    const all = overSeeds({ rules: { troll: { chance: 0.3 } } });
    const bySeat = Array.from({ length: seats }, (_, seat) => all.filter((one) => one[seat] === 'troll').length);
    // 24.32: 1 in 1,000 at 7 degrees of freedom; the variance of a seat is that of a binomial.
    expect(chiSquare(bySeat, Array<number>(seats).fill(all.length * 0.3)) / 0.7).toBeLessThan(24.32);
    const both = all.filter((one) => one[0] === 'troll' && one[1] === 'troll').length;
    expect(Math.abs(both / all.length - 0.09)).toBeLessThan(4 * Math.sqrt((0.09 * 0.91) / all.length));
  });

  it('when several roles have chances, then a seat draws once, and each role has its own', () => {
    const all = overSeeds({ rules: { troll: { chance: 0.3 }, fan: { chance: 0.5 } } }).flat();
    const counts = ['troll', 'fan', 'participant'].map((role) => all.filter((one) => one === role).length);
    // 13.82: 1 in 1,000 at 2 degrees of freedom.
    expect(
      chiSquare(
        counts,
        [0.3, 0.5, 0.2].map((chance) => chance * all.length),
      ),
    ).toBeLessThan(13.82);
  });

  it('when chances add up to 1, as three times 0.3333 is meant to, then there are no plain participants', () => {
    const chance = { chance: 0.3333 };
    const all = overSeeds({ rules: { left: chance, right: chance, centre: chance } });
    expect(all.flat()).not.toContain('participant');
  });

  it('when other roles have a count or a share, then they sit as without it, and the other seats draw', () => {
    const others = { fan: { count: 2 }, guest: { share: 0.2 } };
    const without = overSeeds({ rules: others }, 40);
    const all = overSeeds({ rules: { ...others, troll: { chance: 0.4 } } }, 40);
    expect(all.map((one) => one.map((role) => (role === 'troll' ? 'participant' : role)))).toEqual(without);
    const free = all.flat().filter((role) => role === 'troll' || role === 'participant');
    expect(Math.abs(trollsIn(free) / free.length - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / free.length));
  });

  it('when conditions differ, then paired and balanced designs share the draws, and independent ones do not', () => {
    for (const design of designs) {
      const one = seatings({ rules: { troll: { chance: 0.3 } }, design, name: 'none' });
      const other = seatings({ rules: { troll: { chance: 0.3 } }, design, name: 'strict' });
      if (design === 'independent') expect(one).not.toEqual(other);
      else expect(one).toEqual(other);
      const fewer = seatings({ rules: { troll: { chance: 0.2 } }, design, name: 'none' });
      const lost = fewer.flatMap((seating, at) => seating.filter((role, seat) => role !== one[at]?.[seat]));
      expect(new Set(lost)).toEqual(new Set(['participant']));
    }
  });

  it.each(designs)('when a %s study grows, then the earlier replicates keep their roles', (design) => {
    const rules = { troll: { chance: 0.3 }, fan: { share: 0.25 } };
    const all = seatings({ rules, design, replicates: 30 });
    expect(seatings({ rules, design, replicates: 12 })).toEqual(all.slice(0, 12));
  });
});
