import { describe, expect, it } from 'vitest';
import { annotate, type AnnotationDraft } from '../../src/annotation/annotate.js';
import type { Completion, Request } from '../../src/backends/backend.js';
import type { MetricConfig } from '../../src/config/experiment-config.js';
import { planAnnotations } from '../../src/plan/plan-annotations.js';
import { planLine } from '../../src/plan/plan-line.js';
import type { AnnotationJob, LabelRule } from '../../src/plan/job.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const metrics: MetricConfig[] = [
  { name: 'toxicity', type: 'integer', minimum: 1, maximum: 3, cannotJudge: true },
  { name: 'tone', type: 'category', values: ['calm', 'heated'], cannotJudge: false },
];

describe('annotation with metrics', () => {
  it('when a comment is asked about, then the request names every legal answer, and the system text says the form', () => {
    const { requests } = rate(jobWith({ metrics }), []);
    expect(requests[0]?.label).toEqual([
      { name: 'toxicity', values: [1, 2, 3, null] },
      { name: 'tone', values: ['calm', 'heated'] },
    ]);
    expect(requests[0]?.system).toMatch(
      /Rate the last comment\.\nAnswer with one JSON object and nothing else: \{"toxicity": a whole number from 1 to 3 or null, "tone": "calm" or "heated"\}\. null means that you cannot judge\.$/,
    );
  });

  it('when max_tokens is too small for the longest label, then the request has room for it all the same', () => {
    const longest = '{"toxicity": null, "tone": "heated"}'.length;
    expect(rate(jobWith({ metrics, maxTokens: 5 }), []).requests[0]?.maxTokens).toBe(longest);
    expect(rate(jobWith({ metrics, maxTokens: 80 }), []).requests[0]?.maxTokens).toBe(80);
  });

  it('when the answers come, then labels stand beside them, an illegal one is missing, and the text stays', () => {
    const replies = ['{"toxicity": 2, "tone": "calm"}', '{"toxicity": null, "tone": "cold"}'];
    const { document } = rate(jobWith({ metrics }), replies);
    expect(document?.logs.map(([, answer]) => answer)).toEqual(replies);
    expect(document?.comments.map(({ labels }) => labels)).toEqual([{ toxicity: 2, tone: 'calm' }, { toxicity: null }]);
    expect(document?.metrics).toEqual({
      toxicity: { type: 'integer', minimum: 1, maximum: 3, cannot_judge: true },
      tone: { type: 'category', values: ['calm', 'heated'], cannot_judge: false },
    });
  });

  it('when the engine reports probabilities, then each metric has its own, with the mean of its levels', () => {
    const { document } = rate(jobWith({ metrics }), ['{"toxicity": 2, "tone": "calm"}'], scores);
    expect(document?.label).toBe('draw');
    expect(document?.comments[0]).toMatchObject({
      labels: { toxicity: 2, tone: 'calm' },
      scores: {
        toxicity: { probabilities: { 1: 0.5, 2: 0.2, 3: 0.1 }, cannot_judge: 0.2, expected: 1.5, legal_mass: 0.9 },
        tone: { probabilities: { calm: 0.75, heated: 0.25 }, legal_mass: 1e-5 },
      },
    });
    expect(document?.comments[0]?.scores?.['tone']).not.toHaveProperty('expected');
    expect(document?.comments[0]?.scores?.['tone']).not.toHaveProperty('cannot_judge');
  });

  it('when labels are not to be drawn, then the likeliest is asked for, or the mean stands in its place', () => {
    const likeliest = rate(jobWith({ metrics, label: 'most_likely' }), []);
    expect(likeliest.requests[0]?.sampling.temperature).toBe(0);
    const answer = ['{"toxicity": 2, "tone": "calm"}'];
    const labelled = (given: Completion['label_scores']): unknown =>
      rate(jobWith({ metrics, label: 'expected' }), answer, given).document?.comments[0]?.labels;
    expect(labelled(scores)).toEqual({ toxicity: 1.5, tone: 'calm' });
    const [, tone] = scores;
    const unsure = { probabilities: [0.2, 0.1, 0.1, 0.6], legal_mass: 1 };
    expect(labelled(tone && [unsure, tone])).toEqual({ toxicity: null, tone: 'calm' });
    expect(labelled(undefined)).toEqual({ tone: 'calm' });
  });

  it('when nothing else is said, then answers are drawn from all that the model may say', () => {
    const { requests } = rate(jobWith({ metrics }), []);
    expect(requests[0]?.sampling).toMatchObject({ temperature: 1, topP: 1, topK: 0, minP: 0, repeatPenalty: 1 });
  });

  it('when there are no metrics, then request, document and plan are what they were', () => {
    const job = jobWith({});
    const { requests, document } = rate(job, ['Toxicity=1', 'Toxicity=2']);
    expect(requests[0]).not.toHaveProperty('label');
    expect(requests[0]?.system).toMatch(/Rate the last comment\.$/);
    expect(document).not.toHaveProperty('metrics');
    expect(document?.comments[0]).not.toHaveProperty('labels');
    expect(planLine(job).fields).not.toHaveProperty('metrics');
  });

  it('when a metric changes, then so does the plan', () => {
    const [one] = metrics;
    const hashes = [metrics, metrics.slice(1), one ? [{ ...one, cannotJudge: false }] : []].map(
      (asked) => planLine(jobWith({ metrics: asked })).hash,
    );
    expect(new Set([planLine(jobWith({})).hash, ...hashes]).size).toBe(4);
  });
});

const scores = [
  { probabilities: [0.5, 0.2, 0.1, 0.2], legal_mass: 0.9 },
  { probabilities: [0.75, 0.25], legal_mass: 1e-5 },
];

interface Asked {
  metrics?: MetricConfig[];
  maxTokens?: number;
  label?: LabelRule;
}

function jobWith({ metrics: asked, maxTokens = 80, label = 'draw' }: Asked): AnnotationJob {
  const config = townHallConfig();
  const annotation = config.annotation && { ...config.annotation, label, ...(asked && { metrics: asked }) };
  const model = { ...config.model, maxTokens };
  const inputs = townHallInputs();
  const discussions = [{ id: 'town-hall-0001', sha256: null }];
  const [job] = planAnnotations({ ...config, model, ...(annotation && { annotation }) }, inputs, discussions);
  if (!job) throw new Error('no job');
  return job;
}

function rate(
  job: AnnotationJob,
  replies: readonly string[],
  given?: Completion['label_scores'],
): { requests: readonly Request[]; document: AnnotationDraft | undefined } {
  const comments = ['Should all buses be free?', 'Only a fool would believe that.'];
  const generator = annotate(job, {
    id: 'town-hall-0001',
    comments: comments.map((text) => ({ name: 'anna', text, role: 'participant' })),
  });
  const asked = generator.next([]);
  if (asked.done) throw new Error('asked nothing');
  const finished = generator.next(replies.map((text) => ({ ...answer(text), ...(given && { label_scores: given }) })));
  return { requests: asked.value, document: finished.done ? finished.value : undefined };
}

function answer(text: string): Completion {
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  return { text, finish_reason: 'stop', ...counts };
}
