import { describe, expect, it } from 'vitest';
import type { Design, ExperimentConfig, RoleConfig } from '../../src/config/experiment-config.js';
import type { Inputs } from '../../src/inputs/input-types.js';
import type { DiscussionJob } from '../../src/plan/job.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { planLine } from '../../src/plan/plan-line.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

interface Study {
  design: Design;
  replicates?: number;
  seats?: number;
  roles?: readonly RoleConfig[];
  models?: readonly string[];
}

const troll: RoleConfig = { name: 'troll', instructionsPath: '/nowhere/troll.txt', seats: { share: 0.3 } };

/** Two strategies with each model, on a pool of 45 and three topics. */
function study({ design, replicates = 30, seats = 7, roles, models = ['small'] }: Study): ExperimentConfig {
  const base = { ...townHallConfig({ replicates, participants: seats }), design };
  const conditions = models.flatMap((model) =>
    ['none', 'strict'].map((strategy) => ({
      name: `model-${model}.strategy-${strategy}`,
      factors: { model, strategy },
      config: {
        ...base,
        model: { ...base.model, name: model },
        ...(base.discussions && { discussions: { ...base.discussions, ...(roles && { roles }) } }),
      },
    })),
  );
  return { ...base, conditions };
}

function pool(size: number): Inputs {
  const personas = Array.from({ length: size }, (_, index) => ({
    name: `p${index}`,
    traits: { username: `p${index}` },
  }));
  const topics = ['buses', 'parks', 'lights'].map((name) => ({ name, openings: [`About ${name}.`] }));
  return { ...townHallInputs(), personas, topics, roleInstructions: { troll: 'Provoke.' } };
}

const plan = (wanted: Study): DiscussionJob[] => planDiscussions(study(wanted), pool(45));
const of = (jobs: readonly DiscussionJob[], strategy: string): DiscussionJob[] =>
  jobs.filter((job) => job.condition.factors['strategy'] === strategy);
const setup = ({ replicate, topic, participants, roles, openingSeats }: DiscussionJob): string =>
  JSON.stringify([replicate, topic.name, participants.map(({ name }) => name), roles, openingSeats]);

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): number[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts.values()];
}

function count(counts: Map<number, number>, cell: number): void {
  counts.set(cell, (counts.get(cell) ?? 0) + 1);
}

/** Against equal shares. */
function chiSquare(counts: ReadonlyMap<number, number>, cells: number): number {
  const expected = [...counts.values()].reduce((sum, one) => sum + one, 0) / cells;
  return Array.from({ length: cells }, (_, cell) => ((counts.get(cell) ?? 0) - expected) ** 2 / expected).reduce(
    (sum, part) => sum + part,
    0,
  );
}

describe('a paired design', () => {
  it('when conditions differ, then replicate r is the same set-up in both', () => {
    const jobs = plan({ design: 'paired', roles: [troll] });
    expect(of(jobs, 'none').map(setup)).toEqual(of(jobs, 'strict').map(setup));
    expect(new Set(jobs.map(setup)).size).toBe(30);
  });
});

describe('an independent design', () => {
  it('when conditions differ, then each has set-ups of its own', () => {
    const jobs = plan({ design: 'independent', roles: [troll] });
    expect(new Set(jobs.map(setup)).size).toBe(60);
  });
});

describe('a balanced design', () => {
  it('when 45 personas take 30 × 7 seats, then 30 of them sit five times and 15 four times', () => {
    const jobs = of(plan({ design: 'balanced' }), 'none');
    const seats = jobs.flatMap((job) => job.participants);
    for (const job of jobs) expect(new Set(job.participants).size).toBe(7);
    const counts = countBy(seats, ({ name }) => name);
    expect(counts.filter((count) => count === 5)).toHaveLength(30);
    expect(counts.filter((count) => count === 4)).toHaveLength(15);
    expect(countBy(jobs, ({ topic }) => topic.name)).toEqual([10, 10, 10]);
  });

  it('when it stops after any replicate, then personas and topics are equal within 1', () => {
    const jobs = of(plan({ design: 'balanced' }), 'none');
    for (let replicates = 1; replicates <= 30; replicates += 1) {
      const seats = countBy(
        jobs.slice(0, replicates).flatMap((job) => job.participants),
        ({ name }) => name,
      );
      const lowest = seats.length < 45 ? 0 : Math.min(...seats);
      expect(Math.max(...seats) - lowest).toBeLessThanOrEqual(1);
    }
  });

  it('when topics meet personas and roles meet personas, then more evenly than by chance', () => {
    const spread = (design: Design, key: (job: DiscussionJob, seat: number) => string | undefined): number => {
      const jobs = of(plan({ design, replicates: 90, roles: [troll] }), 'none');
      const keys = jobs.flatMap((job) => job.participants.flatMap((_, seat) => key(job, seat) ?? []));
      return countBy(keys, (text) => text).reduce((sum, count) => sum + count ** 2, 0) / keys.length;
    };
    const meeting = (job: DiscussionJob, seat: number) => `${job.topic.name} ${job.participants[seat]?.name ?? ''}`;
    const trolling = (job: DiscussionJob, seat: number) =>
      job.roles[seat] === 'troll' ? job.participants[seat]?.name : undefined;
    expect(spread('balanced', meeting)).toBeLessThan(spread('paired', meeting));
    expect(spread('balanced', trolling)).toBeLessThan(spread('paired', trolling));
  });

  it('when packs run out within a discussion, then nobody sits on two seats, and conditions share their set-ups', () => {
    const jobs = planDiscussions(study({ design: 'balanced', roles: [troll] }), pool(9));
    for (const { participants } of jobs) expect(new Set(participants).size).toBe(7);
    expect(of(jobs, 'none').map(setup)).toEqual(of(jobs, 'strict').map(setup));
  });

  it('when many studies are planned, then every seat is as likely for trolls as any other, and for everybody', () => {
    const trolls = new Map<number, number>();
    const returning = new Map<number, number>();
    for (let seed = 1; seed <= 24; seed += 1) {
      const jobs = of(planDiscussions({ ...study({ design: 'balanced', roles: [troll] }), seed }, pool(45)), 'none');
      const seen = new Set<string>();
      for (const { participants, roles } of jobs) {
        for (const [seat, { name }] of participants.entries()) {
          if (roles[seat] === 'troll') count(trolls, seat);
          if (seen.size < 45 && seen.size > 38 && !seen.has(name)) count(returning, seat);
        }
        for (const { name } of participants) seen.add(name);
      }
    }
    // 22.46: 1 in 1,000 at 6 degrees of freedom.
    expect(chiSquare(trolls, 7)).toBeLessThan(22.46);
    expect(chiSquare(returning, 7)).toBeLessThan(22.46);
  });

  it('when it grows, then it stays balanced and nothing shifts', () => {
    const few = plan({ design: 'balanced', replicates: 10, roles: [troll] });
    const many = plan({ design: 'balanced', replicates: 40, roles: [troll] });
    const hashes = new Map(many.map((job) => [job.id, planLine(job).hash]));
    expect(few.map((job) => hashes.get(job.id))).toEqual(few.map((job) => planLine(job).hash));
  });
});

describe('roles', () => {
  const trolls = (job: DiscussionJob): number => job.roles.filter((role) => role === 'troll').length;

  it.each(['paired', 'independent', 'balanced'] as const)(
    'when trolls are 0.3 of 7 in a %s design, then 10 replicates have 21, 2 or 3 each',
    (design) => {
      const counts = of(plan({ design, replicates: 10, roles: [troll] }), 'none').map(trolls);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(21);
      expect(counts.every((count) => count === 2 || count === 3)).toBe(true);
    },
  );

  it('when half are trolls and half are fans among 7, then every seat is taken and both have 35 of 70', () => {
    const fan: RoleConfig = { ...troll, name: 'fan', seats: { share: 0.5 } };
    const roles = [{ ...troll, seats: { share: 0.5 } }, fan];
    const jobs = of(plan({ design: 'paired', replicates: 10, roles }), 'none').slice(0, 10);
    expect(jobs.flatMap((job) => job.roles).filter((role) => role === 'participant')).toEqual([]);
    expect(jobs.reduce((sum, job) => sum + trolls(job), 0)).toBe(35);
  });

  it('when there are three trolls instead of two, then the same two are among them', () => {
    const seatsOf = (count: number): number[][] =>
      plan({ design: 'paired', roles: [{ ...troll, seats: { count } }] }).map((job) =>
        job.roles.flatMap((role, seat) => (role === 'troll' ? [seat] : [])),
      );
    const three = seatsOf(3);
    for (const [index, two] of seatsOf(2).entries()) expect(three[index]).toEqual(expect.arrayContaining(two));
  });
});

describe('growth', () => {
  it.each(['paired', 'independent', 'balanced'] as const)(
    'when a topic or a persona is added to a %s design, then every job is another, whatever was drawn',
    (design) => {
      const { personas, topics, ...others } = pool(45);
      const hashes = (inputs: Inputs): string[] =>
        planDiscussions(study({ design, replicates: 3 }), inputs).map((job) => planLine(job).hash);
      const before = new Set(hashes({ ...others, personas, topics }));
      const another = { name: 'zebras', openings: ['About zebras.'] };
      const stranger = { name: 'p45', traits: { username: 'p45' } };
      const larger = [
        { ...others, personas, topics: [...topics, another] },
        { ...others, personas: [...personas, stranger], topics },
      ];
      for (const inputs of larger) expect(hashes(inputs).filter((hash) => before.has(hash))).toEqual([]);
    },
  );

  it('when another level is added, then existing jobs keep ids and hashes', () => {
    const before = plan({ design: 'paired', replicates: 5 }).map(planLine);
    const after = new Map(
      plan({ design: 'paired', replicates: 5, models: ['tiny', 'small', 'large'] }).map((job) => [
        job.id,
        planLine(job).hash,
      ]),
    );
    expect(before.map(({ id }) => after.get(id))).toEqual(before.map(({ hash }) => hash));
  });

  it('when several models speak, then all jobs of one come before the next', () => {
    const jobs = plan({ design: 'paired', replicates: 4, models: ['small', 'large'] });
    expect(jobs.map((job) => job.condition.model.config.name)).toEqual([
      ...Array<string>(8).fill('small'),
      ...Array<string>(8).fill('large'),
    ]);
    expect(jobs.map((job) => job.place)).toEqual([...jobs.keys()]);
  });

  it('when nobody names a model, then the plan is as it was before there were names', () => {
    const [job] = plan({ design: 'paired', replicates: 1, models: ['small'] });
    const fields = job ? Object.keys(planLine(job).fields) : [];
    expect(fields.filter((field) => /^models\.|^(moderator_|persona_)?models?$/.test(field))).toEqual([]);
    expect(fields).toEqual(expect.arrayContaining(['library_type', 'model_pseudoname', 'max_tokens']));
  });
});
