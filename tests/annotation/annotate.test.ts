import { describe, expect, it } from 'vitest';
import { annotate, type DiscussionToAnnotate } from '../../src/annotation/annotate.js';
import type { Completion, Request } from '../../src/backends/backend.js';
import { planAnnotations } from '../../src/plan/plan-annotations.js';
import { townHallConfig, townHallInputs } from '../plan/town-hall.js';

const meeting: DiscussionToAnnotate = {
  id: 'town-hall-0001',
  comments: [
    { name: 'anna', text: 'Should all buses be free?', role: 'participant' },
    { name: 'bob', text: 'Only a fool would believe that.', role: 'participant' },
    { name: 'moderator', text: '', role: 'moderator' },
    { name: 'carla', text: 'Free buses are never free.', role: 'participant' },
    { name: 'moderator', text: 'Please stay polite.', role: 'moderator' },
  ],
};

function rate(includeModeratorComments: boolean): { requests: readonly Request[]; logs: [string, string][] } {
  const config = townHallConfig();
  const annotation = config.annotation && { ...config.annotation, includeModeratorComments };
  const [job] = planAnnotations({ ...config, ...(annotation && { annotation }) }, townHallInputs(), [meeting.id]);
  if (!job) throw new Error('no job');
  const generator = annotate(job, meeting);
  const asked = generator.next([]);
  if (asked.done) throw new Error('asked nothing');
  const finished = generator.next(asked.value.map((request) => label(`Toxicity=${request.key.index}`)));
  if (!finished.done) throw new Error('asked twice');
  return { requests: asked.value, logs: finished.value.logs };
}

function label(text: string): Completion {
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  return { text, finish_reason: 'stop', ...counts };
}

describe('annotate', () => {
  it('when a discussion is annotated, then every comment that says something gets its label, in order', () => {
    expect(rate(true).logs).toEqual([
      ['Should all buses be free?', 'Toxicity=0'],
      ['Only a fool would believe that.', 'Toxicity=1'],
      ['Free buses are never free.', 'Toxicity=3'],
      ['Please stay polite.', 'Toxicity=4'],
    ]);
  });

  it('when moderator comments are left out, then they are still shown to the annotator as history', () => {
    const { logs } = rate(false);
    expect(logs.map(([text]) => text)).not.toContain('Please stay polite.');
  });

  it('when a comment is asked about, then it stands last, after at most history_ctx_len others', () => {
    const { requests } = rate(true);
    const last = requests.at(-1);
    expect(last?.opening).toBe('Conversation so far:\n\n');
    expect(last?.history).toEqual([
      'User bob posted:\nOnly a fool would believe that.',
      'User carla posted:\nFree buses are never free.',
    ]);
    expect(last?.closing).toBe('User moderator posted:\nPlease stay polite.\nOutput:');
  });

  it('when two annotators read the same discussion, then their prompts and seeds differ', () => {
    const jobs = planAnnotations(townHallConfig(), townHallInputs(), [meeting.id]);
    expect(jobs.map((job) => job.id)).toEqual(['town-hall-0001--nora', 'town-hall-0001--omar']);
    const [one, other] = jobs.map((job) => annotate(job, meeting).next([]).value as readonly Request[]);
    expect(one?.[0]?.sampling.seed).not.toBe(other?.[0]?.sampling.seed);
    expect(one?.[0]?.system).toContain('Your name is nora.');
  });
});
