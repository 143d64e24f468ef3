import { describe, expect, it } from 'vitest';
import { annotate, type DiscussionToAnnotate } from '../../src/annotation/annotate.js';
import type { Completion, Request } from '../../src/backends/backend.js';
import type { AnnotationConfig } from '../../src/config/experiment-config.js';
import { planAnnotations } from '../../src/plan/plan-annotations.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const meeting: DiscussionToAnnotate = {
  id: 'town-hall-0001',
  comments: [
    { name: 'anna', text: 'Should all buses be free?', role: 'participant' },
    { name: 'bob', text: 'Only a fool would believe that.', role: 'participant' },
    { name: 'moderator', text: '', role: 'moderator' },
    { name: 'carla', text: 'Free buses are never free.', role: 'participant' },
    { name: 'moderator', text: 'Please stay polite.', role: 'moderator' },
    { name: 'anna', text: 'Thank you, moderator.', role: 'participant' },
  ],
};
const asPlanned = { id: meeting.id, sha256: null };
const bob = 'User bob posted:\nOnly a fool would believe that.';
const carla = 'User carla posted:\nFree buses are never free.';

type Switches = Partial<Pick<AnnotationConfig, 'annotateModerator' | 'showModeratorInContext'>>;

function rate(switches: Switches = {}): { requests: readonly Request[]; logs: [string, string][] } {
  const config = townHallConfig();
  const annotation = config.annotation && { ...config.annotation, ...switches };
  const [job] = planAnnotations({ ...config, ...(annotation && { annotation }) }, townHallInputs(), [asPlanned]);
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
    expect(rate().logs).toEqual([
      ['Should all buses be free?', 'Toxicity=0'],
      ['Only a fool would believe that.', 'Toxicity=1'],
      ['Free buses are never free.', 'Toxicity=3'],
      ['Please stay polite.', 'Toxicity=4'],
      ['Thank you, moderator.', 'Toxicity=5'],
    ]);
  });

  it("when the moderator's comments are not annotated, then they are still shown as context", () => {
    const { requests, logs } = rate({ annotateModerator: false });
    expect(logs.map(([text]) => text)).not.toContain('Please stay polite.');
    expect(requests.at(-1)?.closing).toContain('Thank you, moderator.');
    expect(requests.at(-1)?.history).toEqual([carla, 'User moderator posted:\nPlease stay polite.']);
  });

  it("when the moderator's comments are hidden, then none is in the context and none takes up a place in it", () => {
    const { requests, logs } = rate({ showModeratorInContext: false });
    expect(JSON.stringify(requests.flatMap(({ history }) => history))).not.toContain('User moderator');
    expect(requests.at(-1)?.history).toEqual([bob, carla]);
    expect(logs.map(([text]) => text)).toContain('Please stay polite.');
    const own = requests.find(({ closing }) => closing.startsWith('User moderator'));
    expect(own?.closing).toBe('User moderator posted:\nPlease stay polite.\nOutput:');
    expect(own?.history).toEqual([bob, carla]);
  });

  it('when a comment is asked about, then it stands last, after at most history_ctx_len others', () => {
    const { requests } = rate();
    const polite = requests.at(-2);
    expect(polite?.opening).toBe('Conversation so far:\n\n');
    expect(polite?.history).toEqual([bob, carla]);
    expect(polite?.closing).toBe('User moderator posted:\nPlease stay polite.\nOutput:');
  });

  it('when two annotators read the same discussion, then their prompts and seeds differ', () => {
    const jobs = planAnnotations(townHallConfig(), townHallInputs(), [asPlanned]);
    expect(jobs.map((job) => job.id)).toEqual(['town-hall-0001--nora', 'town-hall-0001--omar']);
    const [one, other] = jobs.map((job) => annotate(job, meeting).next([]).value as readonly Request[]);
    expect(one?.[0]?.sampling.seed).not.toBe(other?.[0]?.sampling.seed);
    expect(one?.[0]?.system).toContain('Your name is nora.');
  });
});
