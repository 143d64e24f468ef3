import { describe, expect, it } from 'vitest';
import { annotate, type AnnotationDraft, type DiscussionToAnnotate } from '../../src/annotation/annotate.js';
import { maskNames } from '../../src/annotation/mask-names.js';
import type { Completion, Request } from '../../src/backends/backend.js';
import type { AnnotationConfig } from '../../src/config/experiment-config.js';
import type { AnnotationJob } from '../../src/plan/job.js';
import { planAnnotations } from '../../src/plan/plan-annotations.js';
import { planLine } from '../../src/plan/plan-line.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const toxicity = { name: 'toxicity', type: 'integer', minimum: 1, maximum: 3, cannotJudge: false } as const;
const metrics: NonNullable<AnnotationConfig['metrics']> = [
  { ...toxicity, levels: { 1: 'calm', 3: 'toxic' }, question: 'How toxic is it?' },
];
const forms: NonNullable<AnnotationConfig['forms']> = [
  { name: 'reversed', scale: 'reversed' },
  { name: 'reworded', questions: { toxicity: 'How hostile is it?' } },
  { name: 'mixed', comments: 'shuffled' },
];
const debate: DiscussionToAnnotate = {
  id: 'town-hall-0001',
  comments: [
    { name: 'anna', text: 'Free buses, please.', role: 'participant' },
    { name: 'Moderator', text: 'Stay calm, anna.', role: 'moderator' },
    { name: 'bruno', text: 'I agree with @moderator and with Moderator.', role: 'participant' },
    { name: 'anna', text: 'So do I.', role: 'participant' },
    { name: 'bruno', text: 'Then we are done.', role: 'participant' },
  ],
};

describe('forms of the questions', () => {
  it('when there are forms, then each annotator has a job for each of them, and the plain ones stay as they are', () => {
    const plain = jobsWith({ metrics });
    const all = jobsWith({ metrics, forms });
    expect(all).toHaveLength(plain.length * 4);
    const [first] = plain;
    expect(
      all.filter(({ id }) => id.startsWith(`${first?.id ?? ''}--`)).map(({ id }) => id.split('--').at(-1)),
    ).toEqual(['in-reversed', 'in-reworded', 'in-mixed']);
    expect(all.filter(({ design }) => !design.form).map((job) => planLine(job).hash)).toEqual(
      plain.map((job) => planLine(job).hash),
    );
    expect(new Set(all.map((job) => planLine(job).hash)).size).toBe(all.length);
  });

  it('when the scale is reversed, then the annotator reads it so, and the label is on the original one', () => {
    const { requests, document } = read(inForm('reversed'), '{"toxicity": 1}');
    expect(requests[0]?.system).toContain('toxicity: How toxic is it? (1 = toxic, 3 = calm)');
    expect(document?.comments[0]).toMatchObject({ raw_text: '{"toxicity": 1}', labels: { toxicity: 3 } });
    expect(document?.form).toEqual({ name: 'reversed', scale: 'reversed' });
    expect(document?.metrics?.['toxicity']?.levels).toEqual({ 1: 'calm', 3: 'toxic' });
  });

  it('when a question is reworded, then only the question differs, and the draws are the same', () => {
    const plain = read(inForm(undefined), '{"toxicity": 1}').requests[0];
    const reworded = read(inForm('reworded'), '{"toxicity": 1}').requests[0];
    expect(reworded?.system).toBe(plain?.system.replace('How toxic is it?', 'How hostile is it?'));
    expect({ ...reworded, system: '', order: [] }).toEqual({ ...plain, system: '', order: [] });
  });

  it('when comments are shuffled, then the earlier ones are the same in another order, the annotated one stays last', () => {
    const plain = read(inForm(undefined), '{"toxicity": 1}').requests;
    const mixed = read(inForm('mixed'), '{"toxicity": 1}').requests;
    expect(mixed.map(({ closing }) => closing)).toEqual(plain.map(({ closing }) => closing));
    expect(mixed.map(({ history }) => [...history].sort())).toEqual(plain.map(({ history }) => [...history].sort()));
    expect(mixed.map(({ history }) => history)).not.toEqual(plain.map(({ history }) => history));
    expect(read(inForm('mixed'), '').requests).toEqual(mixed);
  });
});

describe('masked names', () => {
  it("when the moderator's is masked, then it stands nowhere, and the document has the comments as they are", () => {
    const [job] = jobsWith({ metrics, maskNames: 'moderator' });
    const { requests, document } = read(job, '{"toxicity": 1}');
    const shown = JSON.stringify(requests.map(({ history, closing }) => [history, closing]));
    expect(shown).not.toMatch(/moderator/i);
    expect(shown).toContain('User user1 posted:');
    expect(shown).toContain('I agree with @user1 and with user1.');
    expect(shown).toContain('Stay calm, anna.');
    expect(document?.logs.map(([text]) => text)).toContain('I agree with @moderator and with Moderator.');
  });

  it('when all are masked, then speakers are numbered as they first speak', () => {
    expect(maskNames(debate.comments, 'all').map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'user1: Free buses, please.',
      'user2: Stay calm, user1.',
      'user3: I agree with @user2 and with user2.',
      'user1: So do I.',
      'user3: Then we are done.',
    ]);
  });

  it('when somebody has the name of a mask, then the mask takes the next one', () => {
    const [comment] = maskNames([{ name: 'user1', text: 'Hi.', role: 'participant' }, ...debate.comments], 'moderator');
    expect(comment?.name).toBe('user1');
    expect(maskNames([{ name: 'user1', text: 'Hi.', role: 'participant' }, ...debate.comments], 'moderator')[2]?.name).toBe('user2'); // prettier-ignore
  });

  it.each([
    ['I agree with Anna, and so does ANNA.', 'I agree with user1, and so does user1.'],
    ["_anna_, @Anna_ and **Anna's** plan", "_user1_, @user1_ and **user1's** plan"],
    ['annas, Joanna and anna_2 are others', 'annas, Joanna and anna_2 are others'],
    ['@Bob is not bob; Bob is', '@user3 is not user2; user3 is'],
    ['Dr. No? no.', 'user4? no.'],
  ])('when a text says %j, then the masked text says %j', (text, masked) => {
    const speakers = ['anna', 'bob', 'Bob', 'dr. No'];
    const comments = speakers.map((name) => ({ name, text, role: 'participant' as const }));
    expect(maskNames(comments, 'all')[0]?.text).toBe(masked);
  });

  it('when a name is a word too, then only the name as written is masked', () => {
    const [comment] = maskNames(
      [{ name: 'Will', text: 'I will. Willing? Will, @will!', role: 'moderator' }],
      'moderator',
    );
    expect(comment?.text).toBe('I will. Willing? user1, @user1!');
  });
});

function jobsWith(changes: Partial<AnnotationConfig>): AnnotationJob[] {
  const config = townHallConfig();
  const annotation = config.annotation && { ...config.annotation, historyLength: 3, ...changes };
  return planAnnotations({ ...config, ...(annotation && { annotation }) }, townHallInputs(), [
    { id: debate.id, sha256: null },
  ]);
}

function inForm(name: string | undefined): AnnotationJob | undefined {
  return jobsWith({ metrics, forms }).find(({ design }) => design.form?.name === name);
}

function read(
  job: AnnotationJob | undefined,
  text: string,
): { requests: readonly Request[]; document: AnnotationDraft | undefined } {
  if (!job) throw new Error('no job');
  const generator = annotate(job, debate);
  const asked = generator.next([]);
  if (asked.done) throw new Error('asked nothing');
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  const answer: Completion = { text, finish_reason: 'stop', ...counts };
  const finished = generator.next(asked.value.map(() => answer));
  return { requests: asked.value, document: finished.done ? finished.value : undefined };
}
