import { describe, expect, it } from 'vitest';
import { turnsOf, type Completion, type Request } from '../../src/backends/backend.js';
import { discuss } from '../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../src/discussion/draft-discussion.js';
import type { PromptLayout } from '../../src/discussion/prompt-layouts/prompt-layout.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

type Reply = (request: Request, comment: number) => string;

/** Holds one discussion under a layout and keeps its requests. */
function hold(
  promptLayout: string,
  reply: Reply = (_, comment) => `Comment ${comment}.`,
  { overrides = {}, own }: { overrides?: Parameters<typeof townHallConfig>[0]; own?: PromptLayout } = {},
): { requests: Request[]; document: DiscussionDraft } {
  const { discussions, ...config } = townHallConfig({
    turns: 6,
    historyLength: 20,
    manager: 'round_robin',
    ...overrides,
  });
  if (!discussions) throw new Error('no discussions');
  const [job] = planDiscussions({ ...config, discussions: { ...discussions, promptLayout } }, townHallInputs());
  if (!job) throw new Error('no job');
  const requests: Request[] = [];
  const generator = discuss(job, { ...(own && { layout: own }) });
  let step = generator.next([]);
  while (!step.done) {
    requests.push(...step.value);
    step = generator.next(step.value.map((request) => completion(reply(request, request.key.index))));
  }
  return { requests, document: step.value };
}

function completion(text: string): Completion {
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  return { text, finish_reason: 'stop', ...counts };
}

function speakerOf({ closing }: Request): string {
  return /^User (.*) posted:$/.exec(closing)?.[1] ?? '';
}

function lastOf(requests: readonly Request[], name = speakerOf(requests.at(-1) ?? ({} as Request))): Request {
  const found = requests.findLast((request) => speakerOf(request) === name);
  if (!found) throw new Error(`${name} was not asked`);
  return found;
}

describe('prompt layouts', () => {
  it('when none is named, then requests are those of `original`, to the byte', () => {
    const [named, absent] = [hold('original'), hold(undefined as unknown as string)];
    expect(named).toEqual(absent);
    const last = lastOf(absent.requests, 'moderator');
    expect(turnsOf(last)).toEqual([
      [
        ...absent.document.logs.slice(0, -1).map(({ name, text }) => `User ${name} posted:\n${text}`),
        'User moderator posted:',
      ].join('\n\n'),
    ]);
  });

  describe('json', () => {
    const { requests, document } = hold('json');

    it('when a participant is asked, then the system text is the JSON of 2.x, with the persona in the order of its file', () => {
      const last = requests.findLast((request) => speakerOf(request) !== 'moderator');
      const name = last ? speakerOf(last) : '';
      expect(last?.system).toMatch(
        new RegExp(
          `^\\{"context": "You are a human in an online forum\\.", "instructions": "Write one short comment\\.", "type": "1", ` +
            `"persona": \\{"username": "${name}", "age": 3\\d, "personality_characteristics": \\["calm", "dry"\\]\\}\\}$`,
        ),
      );
      expect(last?.history).toEqual(lastOf(hold('original').requests, name).history);
    });

    it('when the moderator is asked, then its traits are characteristics of a persona of its own', () => {
      expect(JSON.parse(document.moderator_prompt ?? '')).toEqual({
        context: 'You are a human in an online forum.',
        instructions: expect.stringMatching(/^Keep the discussion civil\. You may stay silent/) as string,
        type: '3',
        persona: { username: 'moderator', personality_characteristics: ['just', 'strict'] },
      });
      expect(document.user_prompts.every((prompt) => JSON.parse(prompt) !== null)).toBe(true);
    });
  });

  describe('chat', () => {
    const { requests, document } = hold('chat');
    const told = (of: DiscussionDraft['logs'][number]): string => `User ${of.name} posted:\n${of.text}`;

    it('when an actor has spoken, then its comments are its own turns, and those of others between them are one message', () => {
      const last = lastOf(requests, 'moderator');
      const [opening, ...rest] = document.logs.slice(0, -1);
      expect(rest.map(({ role }) => role)).toEqual(
        Array.from({ length: rest.length }, (_, place) => (place % 2 === 0 ? 'participant' : 'moderator')),
      );
      const [first, second] = rest.filter(({ role }) => role === 'participant');
      if (!opening || !first || !second) throw new Error('nobody spoke');
      expect(turnsOf(last).slice(0, 4)).toEqual([
        `${told(opening)}\n\n${told(first)}\n\nUser moderator posted:`,
        'Comment 2.',
        `${told(second)}\n\nUser moderator posted:`,
        'Comment 4.',
      ]);
    });

    it('when the roles are counted, then they alternate in every prompt: the user begins and ends', () => {
      for (const request of requests) {
        const turns = turnsOf(request);
        expect(turns.length % 2).toBe(1);
        expect(turns.every((turn, place) => place % 2 === 1 || turn.endsWith(request.closing))).toBe(true);
        expect(turns.every((turn) => turn !== '')).toBe(true);
      }
    });

    it('when nothing was said yet, or its own comment comes first or last, then its turn is announced all the same', () => {
      const alone = hold('chat', undefined, { overrides: { moderated: false, participants: 1, turns: 2 } });
      const [opener] = alone.document.users;
      expect(alone.requests.map((request) => turnsOf(request))).toEqual([
        [`User ${opener} posted:`, alone.document.logs[0]?.text, `User ${opener} posted:`],
        [
          ...[`User ${opener} posted:`, alone.document.logs[0]?.text, `User ${opener} posted:`],
          ...['Comment 1.', `User ${opener} posted:`],
        ],
      ]);
    });

    it('when an actor is asked again, then its new prompt goes on where the one before and its reply ended', () => {
      const mine = requests.filter((request) => speakerOf(request) === 'moderator');
      for (const [place, request] of mine.slice(1).entries()) {
        const before = mine[place];
        if (!before) throw new Error('no request before');
        const turns = turnsOf(before);
        expect(turnsOf(request).slice(0, turns.length + 1)).toEqual([...turns, `Comment ${before.key.index}.`]);
      }
    });

    it('when a block is dropped, then what is left still alternates', () => {
      const last = lastOf(requests, 'moderator');
      for (const [dropped] of last.history.entries()) {
        const turns = turnsOf(last, last.history.slice(dropped));
        expect(turns.length % 2).toBe(1);
        expect(turns.at(-1)?.endsWith('User moderator posted:')).toBe(true);
      }
    });

    it('when its prompts are published, then they are the system texts, as under `original`', () => {
      const { document: other } = hold('original');
      expect(document.user_prompts).toEqual(other.user_prompts);
      expect(document.moderator_prompt).toEqual(other.moderator_prompt);
    });
  });

  it.each(['original', 'json', 'chat'])(
    'when a reply under %s begins with the own prefix and goes on for others, then only the own words stay, and stops are set',
    (layout) => {
      const { requests, document } = hold(
        layout,
        (request) => `${request.closing}\nNo.\n\nUser nobody posted:\nYes, yes.`,
      );
      expect(document.logs.slice(1).map(({ text }) => text)).toEqual(document.logs.slice(1).map(() => 'No.'));
      expect(document.logs.at(-1)?.repairs).toEqual(['own_prefix', 'other_speaker']);
      for (const { stop } of requests)
        expect(stop).toEqual([...document.users, 'moderator'].map((name) => `\nUser ${name} posted:`));
    },
  );

  it('when a user has a layout, then its texts are asked, and what it leaves out is `original`', () => {
    const own: PromptLayout = {
      system: ({ name, traits }) => `${name} (${String(traits['age'] ?? 'moderator')})`,
      turn: ({ actor, comments }) => ({
        opening: 'The thread:\n',
        separator: '\n',
        history: comments.map(({ name, text, isOwn }) => (isOwn ? { own: text } : `${name}: ${text}`)),
        closing: `${actor.name}:`,
        stop: ['\n#'],
      }),
    };
    const { requests, document } = hold('/nowhere/thread.mjs', undefined, { own, overrides: { turns: 1 } });
    const [opening] = document.logs;
    const [speaker] = requests.map(({ closing }) => closing.slice(0, -1));
    expect(requests[0]).toMatchObject({ system: expect.stringMatching(/^\w+ \(3\d\)$/) as string });
    expect(turnsOf(requests[0] ?? ({} as Request))).toEqual([
      `The thread:\n${opening?.name}: ${opening?.text}\n${speaker}:`,
    ]);
    expect(requests[0]?.stop.at(-1)).toBe('\n#');
    expect(document.moderator_prompt).toBe('moderator (moderator)');
  });
});
