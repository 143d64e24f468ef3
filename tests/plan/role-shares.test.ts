import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/config/experiment-config.js';
import type { Condition, Role } from '../../src/plan/job.js';
import { assignRoles } from '../../src/plan/setup/assign-roles.js';
import { drawSetups } from '../../src/plan/setup/draw-setups.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

interface Cast {
  seats: number;
  rules: readonly Role['seats'][];
  seed?: number;
  design?: Design;
  replicates?: number;
}

const names = ['centre', 'left', 'right', 'troll', 'fan'];
const [debate] = planDiscussions(townHallConfig(), townHallInputs());

/** How many seats each role has in each replicate, the plain participants last. */
function seatsByReplicate({ seats, rules, seed = 1, design = 'balanced', replicates = 40 }: Cast): number[][] {
  if (!debate) throw new Error('the town hall has no debate');
  const roles = rules.map((rule, index) => ({
    name: names[index] ?? '',
    instructions: '',
    seats: rule,
    mayStaySilent: false,
  }));
  const condition: Condition = { ...debate.condition, seed, design, roles };
  const setups = drawSetups(condition, { seats, topics: 3, personas: 20 }, replicates);
  const filled = assignRoles(condition, setups, seats);
  const all = [...roles.map(({ name }) => name), 'participant'];
  return filled.map((seating) => all.map((name) => seating.filter((role) => role === name).length));
}

function wantedSeats({ seats, rules }: Cast): number[] {
  const wanted = rules.map((rule) => ('share' in rule ? rule.share * seats : 'count' in rule ? rule.count : 0));
  return [...wanted, seats - wanted.reduce((sum, one) => sum + one, 0)];
}

/** Where a replicate, or all replicates up to it, have not the whole number of seats below or above a share. */
function misses(cast: Cast): string[] {
  const wanted = wantedSeats(cast);
  const given = wanted.map(() => 0);
  return seatsByReplicate(cast).flatMap((counts, place) => {
    const filled = counts.reduce((sum, one) => sum + one, 0);
    return wanted.flatMap((each, role) => {
      const count = counts[role] ?? 0;
      given[role] = (given[role] ?? 0) + count;
      const isMet = isRounded(count, each) && isRounded(given[role], (place + 1) * each) && filled === cast.seats;
      return isMet ? [] : [`replicate ${place + 1}: role ${role} has ${count}, ${given[role]} in all`];
    });
  });
}

function isRounded(count: number, wanted: number): boolean {
  return Number.isInteger(count) && Math.abs(count - wanted) < 1 - 1e-7;
}

const shares = (...each: number[]): Role['seats'][] => each.map((share) => ({ share }));
const hardCasts: Cast[] = [
  { seats: 5, rules: shares(0.5, 0.3, 0.2) },
  { seats: 6, rules: shares(0.25, 0.25, 0.25, 0.25) },
  { seats: 4, rules: shares(0.4, 0.4, 0.2) },
  { seats: 7, rules: shares(0.2, 0.2, 0.2, 0.2, 0.2) },
  { seats: 5, rules: shares(0.33, 0.33, 0.34) },
];

const someRules = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 })
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts) => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    // The last part stays with the plain participants, and is often nothing.
    return shares(...parts.slice(0, 5).map((part) => Math.floor((part / total) * 1000) / 1000));
  });

describe('shares of roles', () => {
  it.each(hardCasts)('when they add up to all $seats seats, then every seed meets them: $rules', (cast) => {
    const missed = Array.from({ length: 200 }, (_, seed) => misses({ ...cast, seed })).flat();
    expect(missed).toEqual([]);
  });

  it('when shares, counts, seats, seeds and designs are any, then every prefix is within one of every share', () => {
    const cast = fc.record({
      seats: fc.integer({ min: 2, max: 12 }),
      rules: someRules,
      seed: fc.nat(),
      design: fc.constantFrom<Design[]>('paired', 'independent', 'balanced'),
      counts: fc.nat({ max: 1 }),
      replicates: fc.constant(60),
    });
    fc.assert(
      fc.property(cast, ({ counts, rules, ...others }) => {
        const seats = others.seats + counts;
        const free = rules
          .slice(0, 4)
          .map((rule) => ('share' in rule ? { share: (rule.share * others.seats) / seats } : rule));
        expect(misses({ ...others, seats, rules: [...free, { count: counts }] })).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('when they add up to a little less than 1, as three times 0.3333 does, then there are no plain participants', () => {
    const counts = seatsByReplicate({ seats: 5, rules: shares(0.3333, 0.3333, 0.3333), replicates: 300 });
    expect(counts.map((row) => row.at(-1))).toEqual(counts.map(() => 0));
    expect([0, 1, 2].map((role) => counts.reduce((sum, row) => sum + (row[role] ?? 0), 0))).toEqual([500, 500, 500]);
  });

  it('when a study grows from any number of replicates, then the earlier ones keep their seats', () => {
    for (const cast of hardCasts) {
      const all = seatsByReplicate({ ...cast, replicates: 30 });
      for (const replicates of [1, 4, 8, 29]) {
        expect(seatsByReplicate({ ...cast, replicates })).toEqual(all.slice(0, replicates));
      }
    }
  });

  it('when many studies are planned, then no replicate and no role is favoured', () => {
    const cast: Cast = { seats: 7, rules: shares(0.3, 0.35), replicates: 8 };
    const studies = 2000;
    const sums = Array.from({ length: 8 }, () => [0, 0, 0]);
    for (let seed = 0; seed < studies; seed += 1) {
      for (const [replicate, counts] of seatsByReplicate({ ...cast, seed }).entries()) {
        for (const [role, count] of counts.entries()) {
          const row = sums[replicate] ?? [];
          row[role] = (row[role] ?? 0) + count;
        }
      }
    }
    // Four standard errors of a share of one half are 0.045.
    for (const row of sums) {
      for (const [role, each] of wantedSeats(cast).entries()) {
        expect(Math.abs((row[role] ?? 0) / studies - each)).toBeLessThan(0.045);
      }
    }
  });
});
