import { describe, expect, it } from 'vitest';
import type { Completion, Request } from '../../src/backends/backend.js';
import { discuss } from '../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../src/discussion/draft-discussion.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

/** Drives a discussion with what `reply` says and keeps the requests. */
function hold(
  overrides: Parameters<typeof townHallConfig>[0],
  reply: (request: Request) => string | Partial<Completion>,
  inputs = townHallInputs(),
): { requests: Request[]; document: DiscussionDraft } {
  const [job] = planDiscussions(townHallConfig(overrides), inputs);
  if (!job) throw new Error('no job');
  const requests: Request[] = [];
  const generator = discuss(job);
  let step = generator.next([]);
  while (!step.done) {
    requests.push(...step.value);
    step = generator.next(step.value.map((request) => completion(reply(request))));
  }
  return { requests, document: step.value };
}

function completion(reply: string | Partial<Completion>): Completion {
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  const said = typeof reply === 'string' ? { text: reply } : reply;
  return { text: '', finish_reason: 'stop', ...counts, ...said };
}

describe('discuss', () => {
  it('when there are 14 turns and a moderator, then there are 1 + 14 + 14 comments', () => {
    const { document } = hold({ turns: 14 }, () => 'I agree.');
    expect(document.logs).toHaveLength(29);
    expect(document.logs.map((comment) => comment.turn)).toEqual([...Array(29).keys()]);
    expect(document.logs[0]).toMatchObject({ model: 'hardcoded', role: 'participant' });
    expect(document.logs.slice(1).map((comment) => comment.role === 'moderator')).toEqual(
      Array.from({ length: 28 }, (_, index) => index % 2 === 1),
    );
  });

  it('when nobody moderates, then only participants speak', () => {
    const { document } = hold({ turns: 4, moderated: false }, () => 'I agree.');
    expect(document.logs).toHaveLength(5);
    expect(document.moderator).toBeNull();
    expect(document.moderator_prompt).toBeNull();
  });

  it('when an actor is asked, then the prompt is laid out system first', () => {
    const { requests } = hold({ turns: 1 }, () => 'I agree.');
    const name = requests[0]?.closing.replace(/^User (.*) posted:$/, '$1') ?? '';
    expect(requests[0]?.system).toMatch(
      new RegExp(
        `^You are a human in an online forum\\. Your name is ${name}\\. Your traits: username: ${name}, age: 3\\d, ` +
          'personality_characteristics: calm, dry Your instructions: Write one short comment\\.$',
      ),
    );
    expect(requests[1]?.system).toBe(
      'You are a human in an online forum. Your name is moderator. Your traits: just, strict Your instructions: Keep the discussion civil. You may stay silent: write "" and nothing else if you have nothing to add.',
    );
  });

  it('when the moderator is not to be told how to stay silent, then its instructions stand alone', () => {
    const { document } = hold({ turns: 1, moderatorMayStaySilent: false }, () => 'I agree.');
    expect(document.moderator_prompt).toMatch(/Your instructions: Keep the discussion civil\.$/);
  });

  it('when history is longer than history_ctx_len, then the last comments are shown, silent ones not counted', () => {
    const { requests, document } = hold({ turns: 5, historyLength: 2 }, (request) =>
      request.closing === 'User moderator posted:' ? '""' : `Comment ${request.key.index}`,
    );
    const last = requests.filter((request) => request.closing !== 'User moderator posted:').at(-1);
    const speakers = document.logs.filter((comment) => comment.role === 'participant').slice(-3, -1);
    expect(last?.history).toEqual(speakers.map(({ name, text }) => `User ${name} posted:\n${text}`));
    expect(document.logs.filter((comment) => comment.role === 'moderator').every(({ text }) => text === '')).toBe(true);
    expect(document.logs.find((comment) => comment.role === 'moderator')?.raw_text).toBe('""');
  });

  it('when the history counts participants, then moderation does not change how many of their comments are seen', () => {
    const say = ({ key, closing }: Request): string =>
      closing === 'User moderator posted:' && key.index % 4 === 0 ? '""' : `Comment ${key.index}`;
    const seen = (historyCounts: 'all' | 'participants'): string[] => {
      const { requests } = hold({ turns: 8, historyLength: 4, historyCounts }, say);
      const last = requests.filter(({ closing }) => closing !== 'User moderator posted:').at(-1);
      return (last?.history ?? []).map((block) =>
        JSON.stringify(block).includes('User moderator') ? 'moderator' : 'participant',
      );
    };
    expect(seen('all')).toEqual(['moderator', 'participant', 'participant', 'moderator']);
    const pair = ['participant', 'participant', 'moderator'];
    expect(seen('participants')).toEqual([...pair, ...pair]);
  });

  it('when the history counts participants and is empty, then nothing is shown, not even the moderator', () => {
    const { requests } = hold({ turns: 3, historyLength: 0, historyCounts: 'participants' }, () => 'I agree.');
    expect(requests.flatMap(({ history }) => history)).toEqual([]);
  });

  it.each(['(silent)', '[silence]', '*Stays silent.*', '«»'])(
    'when the moderator says %s, then it is a silent turn that nobody is shown',
    (spelling) => {
      const { requests, document } = hold({ turns: 3 }, (request) =>
        request.closing === 'User moderator posted:' ? spelling : 'I agree.',
      );
      const moderated = document.logs.filter(({ role }) => role === 'moderator');
      expect(moderated.map(({ text }) => text)).toEqual(['', '', '']);
      expect(moderated[0]?.raw_text).toBe(spelling);
      expect(JSON.stringify(requests.flatMap(({ history }) => history))).not.toContain('moderator');
    },
  );

  it('when a seed opinion is spelled like silence, then it is a comment all the same', () => {
    const topics = [{ name: 'minute', openings: ['""'] }];
    const { requests, document } = hold({ turns: 1 }, () => 'I agree.', { ...townHallInputs(), topics });
    expect(document.logs[0]?.text).toBe('""');
    expect(requests[0]?.history).toEqual([expect.stringMatching(/\n""$/)]);
  });

  it('when the model says forbidden strings, then the comment is without them and raw_text keeps them', () => {
    const { document } = hold({ turns: 1, moderated: false }, () => ' ```I agree.``` ');
    expect(document.logs[1]).toMatchObject({ text: 'I agree.', raw_text: ' ```I agree.``` ' });
  });

  it('when a model speaks for itself by name, for somebody invented, or breaks off in a prefix, then the comment is repaired, recorded, and raw_text keeps all', () => {
    const replies = ['Yes.', 'Yes.\n\nUser Ghost posted:\nNo!', 'Yes.\n\nUser'];
    const { requests, document } = hold({ turns: 4, moderated: false }, ({ key, closing }) =>
      key.index === 1
        ? `${closing}\nYes.`
        : { text: replies[key.index - 1] ?? 'Yes.', finish_reason: key.index === 3 ? 'length' : 'stop' },
    );
    const [, own, invented, dangling, clean] = document.logs;
    expect([own, invented, dangling, clean].map((comment) => comment?.text)).toEqual(['Yes.', 'Yes.', 'Yes.', 'Yes.']);
    expect(own?.raw_text).toMatch(/^User \w+ posted:\nYes\.$/);
    expect(own?.repairs).toEqual(['own_prefix']);
    expect(invented).toMatchObject({ raw_text: replies[1], repairs: ['other_speaker'] });
    expect(dangling).toMatchObject({ raw_text: replies[2], repairs: ['dangling_prefix'] });
    expect(clean).not.toHaveProperty('repairs');
    expect(JSON.stringify(requests.flatMap(({ history }) => history))).not.toContain('Ghost');
  });

  it('when a reply speaks only for somebody else, then the comment is missing and nobody is silent', () => {
    const { document } = hold({ turns: 2, moderated: false, triesPerTurn: 1 }, ({ key }) =>
      key.index === 1 ? 'User Ghost posted:\nNo!' : '""\n\nUser Ghost posted:\nNo!',
    );
    expect(document.logs[1]).toMatchObject({ text: '', missing: 'other_speaker' });
    expect(document.logs[2]).toMatchObject({ text: '', repairs: ['other_speaker'] });
    expect(document.logs[2]).not.toHaveProperty('missing');
  });

  it.each(['length', 'stop'] as const)(
    'when a reply is its own prefix and ends by %s, then the comment is missing',
    (finish_reason) => {
      const { document } = hold({ turns: 1, moderated: false, triesPerTurn: 1 }, ({ closing }) => ({
        text: closing,
        finish_reason,
      }));
      expect(document.logs[1]).toMatchObject({ text: '', missing: 'no_text', repairs: ['own_prefix'] });
    },
  );

  it.each<[string, Partial<Completion>, string]>([
    ['nobody knows which', { text: '\u200b\n' }, 'other_speaker'],
    ['it is the prefix of another', { text: '\n', raw_text: '\n\nUser Ghost posted:' }, 'other_speaker'],
    ['it is a word of the layout', { text: '', raw_text: '###' }, 'no_text'],
    ['all that precedes is forbidden', { text: '```', raw_text: '```\nUser Ghost posted:' }, 'other_speaker'],
  ])(
    'when a stop string ends a reply without a text and %s, then it is tried again, and is no silence',
    (_, said, missing) => {
      const { document, requests } = hold({ turns: 1, moderated: false, triesPerTurn: 2 }, () => ({
        finish_reason: 'stop_string',
        ...said,
      }));
      expect(requests).toHaveLength(2);
      const raw_text = said.raw_text ?? said.text;
      expect(document.logs[1]).toMatchObject({ text: '', missing, raw_text, failed_tries: [{ missing, raw_text }] });
    },
  );

  it.each(['content_filter', 'no_text', 'refused', 'failed'] as const)(
    'when every try of a turn ends in %s, then its comment is missing, and nobody is shown what came',
    (finish_reason) => {
      const { requests, document } = hold({ turns: 3, moderated: false }, ({ key }) =>
        key.index === 1 ? { text: `half an answer, try ${key.try}`, finish_reason } : 'I agree.',
      );
      expect(requests.map(({ key }) => [key.index, key.try])).toEqual([
        [1, 0],
        [1, 1],
        [1, 2],
        [2, 0],
        [3, 0],
      ]);
      expect(new Set(requests.map(({ sampling }) => sampling.seed)).size).toBe(5);
      const seed = (tried: number) => requests[tried]?.sampling.seed;
      expect(document.logs[1]).toMatchObject({
        text: '',
        raw_text: 'half an answer, try 2',
        seed: seed(2),
        finish_reason,
        missing: finish_reason,
        failed_tries: [
          { raw_text: 'half an answer, try 0', seed: seed(0), finish_reason, missing: finish_reason },
          { raw_text: 'half an answer, try 1', seed: seed(1), finish_reason, missing: finish_reason },
        ],
      });
      expect(JSON.stringify(requests.flatMap(({ history }) => history))).not.toContain('half an answer');
    },
  );

  it('when a later try of a turn gives a comment, then that is the comment, and the failed try is kept beside it', () => {
    const { document, requests } = hold({ turns: 2, moderated: false }, ({ key }) => {
      if (key.index !== 1) return 'I agree.';
      return key.try === 0 ? { finish_reason: 'content_filter' } : 'I disagree.';
    });
    expect(document.logs[1]).toMatchObject({ text: 'I disagree.', finish_reason: 'stop' });
    expect(document.logs[1]?.failed_tries).toHaveLength(1);
    expect(document.logs[1]).not.toHaveProperty('missing');
    expect(requests.at(-1)?.history.at(-1)).toMatch(/I disagree\.$/);
  });

  it('when an actor says nothing of its own accord, then it is silent and is not asked again', () => {
    const { document, requests } = hold({ turns: 2, moderated: false }, () => '');
    expect(requests).toHaveLength(2);
    for (const comment of document.logs.slice(1)) expect(comment).not.toHaveProperty('missing');
  });

  it('when a lone surrogate comes, then the comment is well-formed', () => {
    const { document } = hold({ turns: 1, moderated: false }, () => 'ok \ud83d end');
    expect(document.logs[1]?.text).toBe('ok \ufffd end');
  });

  it('when turns are asked for, then every one has its own sampling seed, the same in every run', () => {
    const seeds = hold({ turns: 8 }, () => 'Yes.').requests.map((request) => request.sampling.seed);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(hold({ turns: 8 }, () => 'Other words.').requests.map((request) => request.sampling.seed)).toEqual(seeds);
  });
});
