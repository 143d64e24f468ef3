import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/config/experiment-config.js';
import { measureBalance } from '../../src/forecast/measure-balance.js';
import type { Inputs } from '../../src/inputs/input-types.js';
import type { DiscussionJob } from '../../src/plan/job.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const names = Array.from({ length: 40 }, (_, index) => `name${index}`);
const withPseudonyms: Inputs = { ...townHallInputs(), pseudonyms: names };

function plan(inputs: Inputs, { design = 'paired', replicates = 20 }: { design?: Design; replicates?: number } = {}) {
  const base = { ...townHallConfig({ replicates }), design };
  const conditions = ['none', 'strict'].map((name) => ({ name, factors: { moderation: name }, config: base }));
  return planDiscussions({ ...base, conditions }, inputs);
}

const namesIn = (jobs: readonly DiscussionJob[], condition: string): string[] =>
  jobs.filter((job) => job.condition.name === condition).map(({ usernames }) => usernames.join());

describe('pseudonyms', () => {
  it('when they are drawn, then nothing else is drawn differently', () => {
    const drawn = (inputs: Inputs) =>
      plan(inputs).map(({ id, topic, participants, roles, openingSeats }) => ({
        ...{ id, topic: topic.name, roles, openingSeats },
        participants: participants.map(({ name }) => name),
      }));
    expect(drawn(withPseudonyms)).toEqual(drawn(townHallInputs()));
  });

  it('when nobody asked for them, then participants have the usernames of their personas', () => {
    for (const { usernames, participants } of plan(townHallInputs()))
      expect(usernames).toEqual(participants.map(({ name }) => name));
  });

  it('when the design is paired, then conditions share them; when it is independent, then they do not', () => {
    const paired = plan(withPseudonyms);
    expect(new Set(namesIn(paired, 'none')).size).toBe(20);
    expect(namesIn(paired, 'none')).toEqual(namesIn(paired, 'strict'));
    const independent = plan(withPseudonyms, { design: 'independent' });
    expect(namesIn(independent, 'none')).not.toEqual(namesIn(independent, 'strict'));
  });

  it('when replicates are added, then the first ones keep theirs', () => {
    const few = namesIn(plan(withPseudonyms, { replicates: 5 }), 'none');
    expect(namesIn(plan(withPseudonyms), 'none').slice(0, 5)).toEqual(few);
  });

  it('when a list has just enough names, then those of the moderator and of strangers are passed over', () => {
    const topics = [{ name: 'buses', openings: ['Free!'], authors: ['Bo'] }];
    const pseudonyms = ['a', 'MODERATOR', 'b', 'bo', 'c'];
    for (const { usernames } of plan({ ...withPseudonyms, topics, pseudonyms }))
      expect(usernames.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('when a stranger has a name of the list in other code points, then it is passed over', () => {
    const topics = [{ name: 'buses', openings: ['Free!'], authors: ['Jose\u0301'] }];
    const pseudonyms = ['a', 'b', 'JOS\u00c9', 'c'];
    for (const { usernames } of plan({ ...withPseudonyms, topics, pseudonyms }))
      expect(usernames.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('when all personas have one username, then the balance still counts them apart', () => {
    const personas = townHallInputs().personas.map(({ traits }) => ({
      name: 'x',
      traits: { ...traits, username: 'x' },
    }));
    const balance = measureBalance(plan({ ...withPseudonyms, personas }));
    expect(balance.find(({ what }) => what === 'persona × condition')?.cells).toBe(12);
  });
});

describe('the list that comes with syndisco', () => {
  it('when it is read, then it has what its head claims', async () => {
    const text = await readFile(new URL('../../examples/usernames.txt', import.meta.url), 'utf8');
    const words = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(words.length).toBeGreaterThanOrEqual(200);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^[a-z]{4,11}$/);
  });
});
