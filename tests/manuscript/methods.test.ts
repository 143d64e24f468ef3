import { describe, expect, test } from 'vitest';
import { guideLlm } from '../../src/manuscript/checklists/guide-llm.js';
import { methodsFile } from '../../src/manuscript/methods/methods-file.js';
import type { ConditionFacts, ModelFacts, StudyFacts } from '../../src/manuscript/study-facts.js';

const quiet = { offered: 0, silent: 0, missing: 0, truncated: 0, repaired: 0, retried: 0 };

const rehearsal: ModelFacts = {
  ...{ name: 'reh', parts: ['participants', 'moderator'], decoding: [], servedAs: [] },
  identity: { name: 'reh', engine: 'scripted', engine_version: '1.0.0', fingerprint: null },
};

function condition(name: string, factors: Record<string, string> = {}): ConditionFacts {
  return {
    ...{ name, factors, planned: 10, completed: 10, withdrawn: 0, failed: 0 },
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
    ...{ models: [], steps: [10], withdrawals: [], edited: 0 },
    comments: { openings: 10, injected: 0, participants: { ...quiet, offered: 80 }, moderator: quiet },
    ...{ personas: [], topics: [], annotationSets: [], instructions: [], prompts: [], failures: [] },
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

  test('when a discussion was withdrawn or edited, then it is said with the reason, and nothing is called unfinished', () => {
    const conditions = [{ ...condition('town-hall'), completed: 9, withdrawn: 1 }];
    const facts = study({
      conditions,
      withdrawals: [{ reason: 'the moderator leaked its prompt', count: 1 }],
      edited: 2,
    });
    const text = methodsFile(facts);

    expect(text).toContain('All 10 planned discussions were completed. One of them was withdrawn afterwards');
    expect(text).toContain('(“the moderator leaked its prompt”)');
    expect(text).toContain('2 files were edited after they were made');
    expect(text).not.toContain('not finished');
    expect(guideLlm(facts)).toContain('1 finished discussion withdrawn (“the moderator leaked its prompt”)');
    expect(guideLlm(facts)).not.toContain('without human intervention');
  });

  test('when the plan was extended, then the steps are told', () => {
    expect(methodsFile(study({ steps: [6, 4] }))).toContain('it had 6 discussions at first, and 4 were added');
    expect(methodsFile(study())).not.toContain('extended');
  });

  test('when roles have a chance, then it is told, and no number of seats', () => {
    const [first] = [condition('town-hall')];
    const settings = { ...first.settings, roles: '[{"name":"troll","chance":0.3}]' };
    const text = methodsFile(study({ conditions: [{ ...first, settings }] }));

    expect(text).toContain('Each seat had the role *troll* with probability 0.3');
    expect(text).not.toContain('0 seats');
  });

  test.each([
    { what: 'a rehearsal', models: [rehearsal], says: 'the rehearsal engine in the role of a persona' },
    { what: 'files that name no model', models: [], says: 'does not record who or what wrote them' },
  ])('when $what spoke, then nobody is called a language model', ({ models, says }) => {
    const conditions = [{ ...condition('town-hall'), hasModerator: true }];
    const text = methodsFile(study({ conditions, models }));

    expect(text).toContain(says);
    expect(text.replace('without a language model', '').replace('which is not a language model', '')).not.toContain(
      'language model',
    );
    expect(guideLlm(study({ conditions, models }))).not.toContain('Language models');
  });

  test('when a stop string is a line break, then it is not shown as a space', () => {
    const settings = { temperature: 0.2, stop_strings: '["\\n\\n","User"]' };
    const decoding = [{ part: 'participants' as const, settings, conditions: ['town-hall'] }];
    const text = methodsFile(study({ models: [{ name: 'big', parts: ['participants'], decoding, servedAs: [] }] }));

    expect(text).toContain('stopping before `\\n\\n` and `User`');
  });

  test('when a server failed, then its address is not in the article', () => {
    const reason = 'the server rejected the request: http://gpu1.lab:8000/v1: HTTP 400';
    const text = methodsFile(study({ failures: [{ reason, count: 1 }] }));

    expect(text).toContain('the server rejected the request: the server: HTTP 400');
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
