import { describe, expect, it } from 'vitest';
import { openProbes } from '../../src/annotation/probes/open-probes.js';
import type { Completion, Request } from '../../src/backends/backend.js';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { discuss } from '../../src/discussion/discuss.js';
import { type DiscussionDraft } from '../../src/discussion/draft-discussion.js';
import { countRequests } from '../../src/plan/count-turns.js';
import type { DiscussionJob, ProbeConfig } from '../../src/plan/job.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const support: ProbeConfig = {
  name: 'support',
  question: 'Do you support free buses?',
  answer: { name: 'support', type: 'integer', minimum: 1, maximum: 5, cannotJudge: true },
  times: { before: true, every: [2], after: true },
  controls: ['retest', 'no_exposure'],
};

function jobOf(
  probes?: readonly ProbeConfig[],
  edit: (config: ExperimentConfig) => void = () => undefined,
): DiscussionJob {
  const config = townHallConfig({ turns: 4, participants: 2, historyLength: 9 });
  if (config.discussions && probes) config.discussions.probes = probes;
  edit(config);
  const [job] = planDiscussions(config, townHallInputs());
  if (!job) throw new Error('no job');
  return job;
}

const unmoderated = ({ discussions }: ExperimentConfig): void => {
  if (discussions) delete discussions.moderator;
};

const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 1 };
type Reply = (request: Request) => Partial<Completion>;

function play(job: DiscussionJob, reply: Reply): { requests: Request[]; draft: DiscussionDraft } {
  const probes = openProbes(job);
  const generator = discuss(job, probes && { probes });
  const requests: Request[] = [];
  let step = generator.next([]);
  while (!step.done) {
    requests.push(...step.value);
    const answers = step.value.map((request): Completion => ({
      text: '',
      finish_reason: 'stop',
      ...counts,
      ...reply(request),
    }));
    step = generator.next(answers);
  }
  return { requests, draft: step.value };
}

const talk: Reply = ({ label, sampling, speaker }) =>
  label
    ? {
        text: `{"support": ${(sampling.seed % 5) + 1}}`,
        label_scores: [{ probabilities: [0.5, 0.5, 0, 0, 0, 0], legal_mass: 0.9 }],
      }
    : { text: `${speaker ?? ''} said ${sampling.seed}` };

describe('probes of a discussion', () => {
  it('when participants are asked, then nobody reads it, and every turn is the one without probes', () => {
    const plain = play(jobOf(), talk);
    const probed = play(jobOf([support]), talk);
    const turns = probed.requests.filter(({ key }) => key.aside === undefined);
    const unhinted = turns.map((request) => ({ ...request, sharesHistory: undefined })); // it changes no reply
    expect(unhinted).toEqual(plain.requests);
    expect(probed.draft.logs).toEqual(plain.draft.logs);
    expect(plain.draft).not.toHaveProperty('probes');
    expect(JSON.stringify(turns)).not.toContain('free buses?"');
    expect(JSON.stringify(turns)).not.toContain('support');
  });

  it('when they are asked before, after every second turn and after, then each is, with its controls, and the requests are as many as planned', () => {
    const job = jobOf([support]);
    const { requests, draft } = play(job, talk);
    const answers = draft.probes?.answers ?? [];
    const anna = answers.filter(({ participant }) => participant === draft.users[0]);
    expect(anna.map(({ time, turns, arm }) => `${time} ${turns} ${arm}`)).toEqual([
      'before 0 asked',
      'before 0 retest',
      'during 2 asked',
      'during 2 retest',
      'during 2 no_exposure',
      'after 4 asked',
      'after 4 retest',
      'after 4 no_exposure',
    ]);
    expect(answers).toHaveLength(16);
    expect(requests).toHaveLength(countRequests(job));
    expect(draft.probes?.questions).toEqual({
      support: {
        question: support.question,
        answer: { type: 'integer', minimum: 1, maximum: 5, cannot_judge: true },
        controls: ['retest', 'no_exposure'],
      },
    });
  });

  it('when they are asked, then after the system text and the history of their turn, and without exposure with none', () => {
    const { requests, draft } = play(jobOf([support]), talk);
    const last = requests.filter(({ key }) => key.aside?.endsWith(' 0') === true).slice(-3);
    const [asked, retest, without] = last;
    expect(asked?.system).toBe(draft.user_prompts[0]);
    expect(asked?.history).toEqual(draft.logs.map(({ name, text }) => `User ${name} posted:\n${text}`));
    expect(asked?.closing).toContain(support.question);
    expect(retest).toEqual({ ...asked, key: retest?.key, sampling: retest?.sampling });
    expect(without).toEqual({ ...asked, key: without?.key, sampling: without?.sampling, history: [] });
    expect(new Set(requests.map(({ sampling }) => sampling.seed)).size).toBe(requests.length);
  });

  it('when participants are asked before their own turns, then each is asked with its turn, after the same history, and nobody else is', () => {
    const times = { before: false, every: [], ownTurn: true, after: false };
    const job = jobOf([{ ...support, times }], unmoderated);
    const { requests, draft } = play(job, talk);
    const speakers = draft.logs.slice(-3).map(({ name }) => name);
    expect(draft.probes?.answers.map(({ turns, arm, participant }) => [turns, arm, participant])).toEqual(
      speakers.flatMap((name, before) => ['asked', 'retest', 'no_exposure'].map((arm) => [before + 1, arm, name])),
    );
    const last = requests.slice(-4);
    expect(last.map(({ key }) => key.aside?.split(' ')[1] ?? 'turn')).toEqual([
      'no_exposure',
      'asked',
      'retest',
      'turn',
    ]);
    const [, asked, , turn] = last;
    expect(turn).toMatchObject({ system: asked?.system, history: asked?.history, sharesHistory: true });
    expect(requests).toHaveLength(countRequests(job));
  });

  it('when everyone is asked, then the next speaker last, so that its turn begins with what is read for its answer', () => {
    const times = { before: false, every: [1], after: false };
    const { requests, draft } = play(jobOf([{ ...support, times }], unmoderated), talk);
    for (const [place, { key, speaker }] of requests.entries()) {
      if (key.aside !== undefined || place === 0) continue;
      const before = requests[place - 1];
      expect(before?.system).toBe(draft.user_prompts[draft.users.indexOf(speaker ?? '')]);
      expect(before?.history).toEqual(requests[place]?.history);
    }
  });

  it('when another probe is added, then no answer to the first one changes', () => {
    const other = { ...support, name: 'other', answer: { ...support.answer, name: 'other' } };
    const one = play(jobOf([support]), talk).draft.probes?.answers;
    const two = play(jobOf([other, support]), talk).draft.probes?.answers;
    expect(two?.filter(({ probe }) => probe === 'support')).toEqual(one);
  });

  it('when an answer is no label, or says that it cannot be judged, then its status says so, and it has no value', () => {
    const texts = ['{"support": 9}', 'Yes!', '{"support": null}', '{"support": 2}'];
    let place = 0;
    const { draft } = play(jobOf([support]), (request) =>
      request.label ? { text: texts[place++] ?? '{"support": 1}' } : talk(request),
    );
    const answers = draft.probes?.answers.slice(0, 4).map(({ status, value }) => [status, value]);
    expect(answers).toEqual([
      ['invalid', undefined],
      ['invalid', undefined],
      ['cannot_judge', undefined],
      ['ok', 2],
    ]);
  });

  it('when an engine scores, then the probabilities stand beside the answer', () => {
    const [answer] = play(jobOf([support]), talk).draft.probes?.answers ?? [];
    expect(answer?.score).toMatchObject({ probabilities: { 1: 0.5, 2: 0.5 }, expected: 1.5, legal_mass: 0.9 });
  });

  it('when only trolls are asked, then only they are', () => {
    const job = jobOf([{ ...support, who: ['troll'] }]);
    const { draft } = play({ ...job, roles: ['participant', 'troll'] }, talk);
    expect(new Set(draft.probes?.answers.map(({ participant }) => participant))).toEqual(new Set([draft.users[1]]));
  });

  it('when all replies have one seed, then asking again has another one', () => {
    const job = jobOf([support], (config) => {
      config.model.sampling = { ...config.model.sampling, seed: 7 };
    });
    const seeds = play(job, talk).draft.probes?.answers.map(({ arm, seed }) => `${arm} ${seed}`);
    expect(new Set(seeds)).toEqual(new Set(['asked 7', 'retest 8', 'no_exposure 9']));
  });

  it('when the layout makes own comments replies, then only the last message asks', () => {
    const job = jobOf([support], ({ discussions }) => {
      if (discussions) discussions.promptLayout = 'chat';
    });
    const { requests, draft } = play(job, talk);
    const last = requests.findLast(({ key }) => key.aside?.includes(' asked 0'));
    expect(last?.earlierClosing).toBe(`User ${draft.users[0] ?? ''} posted:`);
    expect(last?.closing).toContain(support.question);
  });
});

describe('a moderator who is asked first', () => {
  const job = jobOf(undefined, ({ discussions }) => {
    if (discussions?.moderator) discussions.moderator.isAsked = true;
  });
  const answering =
    (...answers: string[]): Reply =>
    (request) =>
      request.key.aside === 'intervene' ? { text: answers.shift() ?? 'No' } : talk(request);

  it('when it says no, then its turn is silent and costs one request of two tokens', () => {
    const { requests, draft } = play(job, answering());
    const moderated = draft.logs.filter(({ role }) => role === 'moderator');
    expect(moderated.map(({ text, intervention }) => [text, intervention?.decision])).toEqual(
      Array.from({ length: 4 }, () => ['', 'no']),
    );
    expect(requests).toHaveLength(4 + 4);
    expect(requests.filter(({ key }) => key.aside).map(({ maxTokens }) => maxTokens)).toEqual([2, 2, 2, 2]);
  });

  it('when it says yes, or neither yes nor no, then it has its turn, and what it said is recorded', () => {
    const { requests, draft } = play(job, answering('Yes.', 'Perhaps', ' "NO"', 'yes'));
    const moderated = draft.logs.filter(({ role }) => role === 'moderator');
    expect(moderated.map(({ intervention }) => intervention?.decision)).toEqual(['yes', 'unclear', 'no', 'yes']);
    expect(moderated.map(({ text }) => text !== '')).toEqual([true, true, false, true]);
    expect(requests).toHaveLength(4 + 4 + 3);
  });

  it('when it is asked, then its comments are those it would have written', () => {
    const plain = play(jobOf(), talk).draft.logs;
    const asked = play(job, answering('yes', 'yes', 'yes', 'yes')).draft.logs;
    expect(asked.map(({ text }) => text)).toEqual(plain.map(({ text }) => text));
  });
});
