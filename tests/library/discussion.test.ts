import { describe, expect, it } from 'vitest';
import { BackendModel, Discussion, DiscussionExperiment, SyndiscoError, type Comment } from '../../src/index.js';
import { collect, loadScript, topics, townHall, townHallCast } from './cast.js';

const said = ({ name, text }: Pick<Comment, 'name' | 'text'>) => `${name}: ${text}`;

async function openTownHall(change: object = {}): Promise<Discussion> {
  const options = townHallCast(await loadScript());
  return new Discussion({ ...options, topic: topics[0] ?? '', ...change });
}

async function take(discussion: Discussion, count: number): Promise<Comment[]> {
  const taken: Comment[] = [];
  for await (const comment of discussion) {
    taken.push(comment);
    if (taken.length === count) break;
  }
  return taken;
}

describe('a discussion, step by step', () => {
  it('when it is left alone, then it is the first discussion of an experiment with the same options', async () => {
    const discussion = await openTownHall();
    const comments = await collect(discussion);
    const experiment = new DiscussionExperiment({ ...townHall(await loadScript()), topics: topics.slice(0, 1) });
    const [first] = await collect(await experiment.begin());
    expect(comments).toEqual(first?.logs);
    const { timestamp, created_at, ...document } = await discussion.document();
    expect(first).toMatchObject(document);
    expect(document.job_hash).toBe(first?.job_hash);
    expect([timestamp, created_at].every(Boolean)).toBe(true);
  });

  it('when the loop is left, then nothing more is made, and another loop goes on', async () => {
    let asked = 0;
    const model = await BackendModel.load({ generate: () => Promise.resolve(`Reply ${(asked += 1)}.`) });
    const options = townHallCast(model);
    const discussion = new Discussion(options);
    expect((await take(discussion, 3)).map(({ text }) => text)).toEqual(['Reply 1.', 'Reply 2.', 'Reply 3.']);
    expect(asked).toBe(3);
    expect((await discussion.document()).logs).toHaveLength(3);
    const rest = await collect(discussion);
    expect(rest[0]?.text).toBe('Reply 4.');
    expect(discussion.comments).toHaveLength(10);
    expect(asked).toBe(10);
  });

  it('when a comment is injected, then it comes next, everybody reads it, and the document has it', async () => {
    const prompts: string[] = [];
    const model = await BackendModel.load({
      generate: ({ history }) => {
        prompts.push(JSON.stringify(history));
        return Promise.resolve('I see.');
      },
    });
    const options = townHallCast(model);
    const discussion = new Discussion(options);
    await take(discussion, 2);
    discussion.inject({ name: 'mayor', text: 'The budget is gone.' });
    discussion.inject({ name: 'bob', text: 'Really?' });
    const [mayor, bob] = await take(discussion, 3);
    expect(mayor).toEqual({
      name: 'mayor',
      text: 'The budget is gone.',
      model: 'injected',
      turn: 2,
      role: 'participant',
    });
    expect(bob).toMatchObject({ name: 'bob', turn: 3, model: 'injected' });
    expect(prompts.at(-1)).toContain('The budget is gone.');
    expect((await discussion.document()).logs.map(({ turn }) => turn)).toEqual([0, 1, 2, 3, 4]);
  });

  it('when a participant is injected, then a turn manager knows that it has spoken', async () => {
    const { RoundRobin } = await import('../../src/index.js');
    const discussion = await openTownHall({ turnManager: new RoundRobin(), moderator: null });
    const [, first] = await take(discussion, 2);
    const seats = (await discussion.document()).users;
    const next = seats[(seats.indexOf(first?.name ?? '') + 1) % 3] ?? '';
    discussion.inject({ name: next, text: 'I take that turn.' });
    const [, after] = await take(discussion, 2);
    expect(after?.name).toBe(seats[(seats.indexOf(next) + 1) % 3]);
  });

  it('when several comments are asked for at once, then they come one after the other', async () => {
    const discussion = await openTownHall();
    const results = await Promise.all([discussion.next(), discussion.next(), discussion.next()]);
    expect(results.map(({ value }) => value?.turn)).toEqual([0, 1, 2]);
    expect(await collect(discussion)).toHaveLength(8);
  });

  it('when `when` decides, then the moderator speaks only then, and each turn is asked about once', async () => {
    const asked: number[] = [];
    const discussion = await openTownHall({
      when: ({ turn }: { turn: number }) => {
        asked.push(turn);
        return turn === 2;
      },
    });
    const comments = await collect(discussion);
    expect(comments.filter(({ role }) => role === 'moderator')).toHaveLength(1);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  it('when `when` reads what the loop has set, then it is asked after the loop has seen the comment', async () => {
    let isHeated = false;
    const discussion = await openTownHall({ when: () => isHeated });
    const names: string[] = [];
    for await (const comment of discussion) {
      names.push(comment.name);
      isHeated = comment.turn === 1;
    }
    expect(names.indexOf('moderator')).toBe(2);
  });

  it('when a reply fails for good, then the error has its code, and going on asks again', async () => {
    let isDown = true;
    const { RefusedRequest } = await import('../../src/index.js');
    const model = await BackendModel.load({
      generate: () => (isDown ? Promise.reject(new RefusedRequest('closed')) : Promise.resolve('Open again.')),
    });
    const options = townHallCast(model);
    const discussion = new Discussion(options);
    const failure = await discussion.next().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SyndiscoError);
    expect(failure).toMatchObject({ code: 'SYNDISCO_REQUEST_REFUSED' });
    isDown = false;
    expect(await collect(discussion)).toHaveLength(10);
  });

  it('when the signal aborts, then the iterator throws its reason', async () => {
    const controller = new AbortController();
    const discussion = await openTownHall({ signal: controller.signal });
    await take(discussion, 2);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(discussion.next()).rejects.toBe(reason);
  });
});

describe('a branch of a discussion', () => {
  it('when nothing differs, then it shares the past byte for byte and goes on with the same comments', async () => {
    const discussion = await openTownHall();
    const past = await take(discussion, 4);
    const branch = discussion.branch();
    expect(JSON.stringify(branch.comments)).toBe(JSON.stringify(past));
    const [rest, branched] = [await collect(discussion), await collect(branch)];
    expect(JSON.stringify(branch.comments.slice(0, 4))).toBe(JSON.stringify(past));
    expect(branched).toEqual(rest);
  });

  it('when it has no moderator from there on, then only the future differs', async () => {
    const discussion = await openTownHall();
    await take(discussion, 4);
    const without = discussion.branch({ when: () => false });
    await collect(discussion);
    await collect(without);
    const [one, other] = [await discussion.document(), await without.document()];
    expect(JSON.stringify(other.logs.slice(0, 4))).toBe(JSON.stringify(one.logs.slice(0, 4)));
    expect(one.logs.slice(4).some(({ role }) => role === 'moderator')).toBe(true);
    expect(other.logs.slice(4).every(({ role }) => role === 'participant')).toBe(true);
    expect([one.id, other.id]).toEqual(['town-hall-0001', 'town-hall-0001.1']);
    expect(other.job_hash).not.toBe(one.job_hash);
  });

  it('when it has another seed, then it draws other comments from there on', async () => {
    const discussion = await openTownHall();
    const past = (await take(discussion, 4)).map(said);
    const branch = discussion.branch({ seed: 99 });
    await collect(discussion);
    await collect(branch);
    expect(branch.comments.slice(0, 4).map(said)).toEqual(past);
    expect(branch.comments.slice(4).map(said)).not.toEqual(discussion.comments.slice(4).map(said));
  });

  it('when something is injected into one, then the other does not hear it', async () => {
    const discussion = await openTownHall();
    await take(discussion, 3);
    const branch = discussion.branch();
    branch.inject({ name: 'mayor', text: 'Hello.' });
    await collect(branch);
    await collect(discussion);
    expect(branch.comments[3]).toMatchObject({ name: 'mayor', turn: 3 });
    expect(discussion.comments.map(({ name }) => name)).not.toContain('mayor');
    expect(branch.comments).toHaveLength(discussion.comments.length + 1);
  });

  it('when it branches again, then the ids say from where', async () => {
    const discussion = await openTownHall();
    await take(discussion, 2);
    const [first, second] = [discussion.branch(), discussion.branch()];
    await take(second, 1);
    expect((await second.branch().document()).id).toBe('town-hall-0001.2.1');
    expect((await first.document()).logs).toHaveLength(2);
  });

  it('when the discussion has ended, then branch and inject are refused', async () => {
    const discussion = await openTownHall();
    await collect(discussion);
    for (const call of [
      () => discussion.branch(),
      () => {
        discussion.inject({ name: 'bob', text: 'Wait.' });
      },
    ])
      expect(call).toThrow(expect.objectContaining({ code: 'SYNDISCO_DISCUSSION_ENDED', exitCode: 64 }));
  });
});
