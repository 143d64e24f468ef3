import { describe, expect, test } from 'vitest';
import { methodsFile } from '../../src/manuscript/methods/methods-file.js';
import type { ConditionFacts, StudyFacts } from '../../src/manuscript/study-facts.js';

const quiet = { offered: 0, silent: 0, missing: 0, truncated: 0, repaired: 0, retried: 0 };

function condition(name: string, factors: Record<string, string> = {}): ConditionFacts {
  return {
    ...{ name, factors, planned: 10, completed: 10, failed: 0, withdrawn: 0 },
    settings: { num_turns: 8, turn_manager_type: 'round_robin', may_stay_silent: false, tries_per_turn: 1 },
    ...{ historyLengths: [3], participants: [4, 4], hasModerator: false },
  };
}

/** A town-hall study of which everything was made. */
function study(changes: Partial<StudyFacts> = {}): StudyFacts {
  return {
    experiment: 'town-hall',
    run: { seed: 7, toolVersion: '1.0.0', planVersion: 4, createdAt: '2026-11-26T07:00:00Z', facts: {} },
    conditions: [condition('town-hall')],
    declared: { contrasts: [], exclusions: [], isUnknown: false },
    models: [],
    comments: { openings: 10, participants: { ...quiet, offered: 80 }, moderator: quiet },
    ...{ personas: [], topics: [], annotationSets: [], instructions: [], prompts: [], failures: [], withdrawals: [] },
    dates: { first: '2026-11-25T22:00:00Z', last: '2026-11-26T07:00:00Z' },
    ...changes,
  };
}

describe('the methods section', () => {
  test('when all is made in one condition, then it reads so, and compares nothing', () => {
    const text = methodsFile(study());

    expect(text).toContain('in a single condition. We planned 10 discussions.');
    expect(text).toContain('All 10 planned discussions were completed.');
    expect(text).toContain("None of the participants' turns was silent");
    expect(text).toContain('between 25 November 2026 and 26 November 2026');
    expect(text).not.toMatch(/pilot|contrast|\bpaired/);
  });

  test('when some failed or are unfinished, then each is counted, with reasons', () => {
    const conditions = [{ ...condition('town-hall'), completed: 7, failed: 1 }];
    const text = methodsFile(
      study({ conditions, failures: [{ reason: 'the server refused the API key (401)', count: 1 }] }),
    );

    expect(text).toContain('Of 10 planned discussions, 7 were completed; 1 failed and 2 are not finished.');
    expect(text).toContain('the server refused the API key (401) (1)');
    expect(text).toContain('With only 7 discussions, this is a pilot');
  });

  test('when discussions are withdrawn, then they are counted apart from failures, with reasons, where they were', () => {
    const conditions = [{ ...condition('mild'), completed: 8, withdrawn: 2 }, condition('strict')];
    const withdrawals = [{ reason: 'the moderator *leaked* its prompt', count: 2 }];
    const text = methodsFile(study({ conditions, withdrawals }));

    expect(text).toContain('Of 20 planned discussions, 18 are in the data set; 2 were withdrawn.');
    expect(text).toContain(
      'The withdrawn discussions were left out on purpose, with their annotations (2 in *mild*), and were not replaced. Reasons: the moderator \\*leaked\\* its prompt (2).',
    );
    expect(methodsFile(study())).not.toContain('withdrawn');
  });

  test('when one condition of four differs, then it is an exception, named by its factor', () => {
    const conditions = ['a', 'b', 'c', 'd'].map((level) => condition(level, { size: level }));
    const [first] = conditions;
    const others = conditions.slice(1);
    const text = methodsFile(study({ conditions: first ? [{ ...first, participants: [2, 2] }, ...others] : [] }));

    expect(text).toContain('Each discussion had 4 participants (2 participants where *size* was *a*)');
  });

  test('when names have Markdown and HTML in them, then they stay text', () => {
    const text = methodsFile(study({ experiment: '<b>*x*</b>', conditions: [condition('x|y'), condition('`z`')] }));

    expect(text).not.toContain('<b>');
    expect(text).toContain('x\\|y');
  });

  test('when a prompt has a fence in it, then its own is longer', () => {
    const messages = [{ role: 'system', content: 'Never write ```.' }];
    const prompt = { actor: 'participant', source: 'ana', messages, tokens: null, isSystemOnly: true };

    expect(methodsFile(study({ prompts: [prompt] }))).toContain('````text\nNever write ```.\n````');
  });
});
