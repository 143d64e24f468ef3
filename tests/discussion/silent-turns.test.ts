import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/backends/backend.js';
import { discuss } from '../../src/discussion/discuss.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { townHallConfig, townHallInputs } from '../town-hall/experiment.js';

const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 1 };

/** A discussion in which participants who are silent are left out: all requests, and what is logged. */
function leavingOut(isSilent: (place: number) => boolean): { requests: Request[]; roles: string[] } {
  const config = townHallConfig({ turns: 8, moderated: true });
  const { discussions } = config;
  if (!discussions) throw new Error('no discussions');
  const turnTaking = { ...discussions.turnTaking, silentParticipants: 'left_out' as const };
  const [job] = planDiscussions({ ...config, discussions: { ...discussions, turnTaking } }, townHallInputs());
  if (!job) throw new Error('no job');
  const generator = discuss(job);
  const requests: Request[] = [];
  let step = generator.next([]);
  while (!step.done) {
    const text = isSilent(requests.length) ? '' : 'Yes.';
    requests.push(...step.value);
    step = generator.next(step.value.map(() => ({ text, finish_reason: 'stop', ...counts })));
  }
  return { requests, roles: step.value.logs.map(({ role }) => role) };
}

describe('silent turns that are left out', () => {
  it('when everybody is silent, then every turn is asked once, with a key and a seed of its own, and nobody moderates', () => {
    const { requests, roles } = leavingOut(() => true);
    expect(requests.map(({ key }) => key.index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(requests.map(({ sampling }) => sampling.seed)).size).toBe(8);
    expect(roles).toEqual(['participant']);
  });

  it('when only the first is, then the others have their turns, each with the moderator after it', () => {
    const { requests, roles } = leavingOut((place) => place === 0);
    expect(requests).toHaveLength(1 + 7 * 2);
    expect(roles).toEqual(['participant', ...Array.from({ length: 7 }, () => ['participant', 'moderator']).flat()]);
  });
});
