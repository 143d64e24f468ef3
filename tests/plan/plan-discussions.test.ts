import { describe, expect, it } from 'vitest';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { planLine } from '../../src/plan/plan-line.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const ids = (count: number): string[] =>
  planDiscussions(townHallConfig({ replicates: count }), townHallInputs()).map((job) => job.id);

describe('planDiscussions', () => {
  it('when the seed is the same, then the plan is the same to the byte', () => {
    const once = planDiscussions(townHallConfig({ replicates: 20 }), townHallInputs()).map(planLine);
    const again = planDiscussions(townHallConfig({ replicates: 20 }), townHallInputs()).map(planLine);
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  });

  it('when the plan was made on another machine, then it has the same draws', () => {
    const [first] = planDiscussions(townHallConfig({ replicates: 1 }), townHallInputs());
    expect(first?.topic.name).toMatchInlineSnapshot(`"library-sundays"`);
    expect(first?.participants.map((persona) => persona.name)).toMatchInlineSnapshot(`
      [
        "farid",
        "anna",
        "bob",
      ]
    `);
    expect(first?.openingSeats).toMatchInlineSnapshot(`
      [
        0,
      ]
    `);
  });

  it('when another seed is given, then other participants are drawn', () => {
    const seatsOf = (seed: number): string =>
      planDiscussions(townHallConfig({ seed, replicates: 20 }), townHallInputs())
        .map((job) => job.participants.map((persona) => persona.name).join())
        .join(' ');
    expect(seatsOf(1)).not.toBe(seatsOf(2));
  });

  it('when more replicates are asked for, then the existing jobs do not shift', () => {
    const few = planDiscussions(townHallConfig({ replicates: 5 }), townHallInputs()).map(planLine);
    const many = planDiscussions(townHallConfig({ replicates: 50 }), townHallInputs()).map(planLine);
    expect(many.slice(0, 5)).toEqual(few);
    expect(ids(50).slice(0, 5)).toEqual(ids(5));
  });

  it('when participants are drawn, then nobody sits on two seats and everybody is drawn about equally often', () => {
    const jobs = planDiscussions(townHallConfig({ replicates: 3000, participants: 3 }), townHallInputs());
    const seats = new Map<string, number>();
    for (const job of jobs) {
      expect(new Set(job.participants).size).toBe(3);
      for (const persona of job.participants) seats.set(persona.name, (seats.get(persona.name) ?? 0) + 1);
    }
    const expected = (3000 * 3) / 6;
    for (const count of seats.values()) expect(Math.abs(count - expected)).toBeLessThan(150);
  });

  it('when a persona changes, then the hash of its jobs changes and the field says so', () => {
    const before = planDiscussions(townHallConfig({ participants: 'all' }), townHallInputs()).map(planLine)[0];
    const changed = townHallInputs();
    const personas = changed.personas.map((persona, index) =>
      index === 0 ? { ...persona, traits: { ...persona.traits, age: 99 } } : persona,
    );
    const after = planDiscussions(townHallConfig({ participants: 'all' }), { ...changed, personas }).map(planLine)[0];
    expect(after?.hash).not.toBe(before?.hash);
    expect(after?.fields['personas_sha256']).not.toBe(before?.fields['personas_sha256']);
    expect(after?.fields['topic_sha256']).toBe(before?.fields['topic_sha256']);
  });
});
