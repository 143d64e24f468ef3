import { describe, expect, it } from 'vitest';
import { BackendModel, Discussion, DiscussionExperiment, LlamaCppModel, ScriptedModel } from '../../src/index.js';
import { townHall, townHallCast } from './cast.js';
import { problemOf, untyped } from './problem-of.js';

describe('a model', () => {
  it('when its options are wrong, then the problem has their words', async () => {
    const load = (options: unknown) => problemOf(() => ScriptedModel.load(untyped(options)));
    expect(await load({ maxTokens: 'x' })).toContain('CONFIG_WRONG_TYPE maxTokens: maxTokens must be');
    expect(await load({ max_tokens: 5 })).toContain('Did you mean "maxTokens"?');
    expect(await load({ slot: 5 })).toContain('Did you mean "slots"?');
    expect(await load(null)).toContain('CONFIG_WRONG_TYPE options: ');
    expect(await load({ sampling: 5 })).toContain('CONFIG_WRONG_TYPE sampling: ');
    expect(await problemOf(() => LlamaCppModel.load(untyped({})))).toContain('modelPath');
  });

  it('when a backend is none, or fails, then the error has no file that does not exist', async () => {
    expect(await problemOf(() => BackendModel.load(untyped(null)))).toContain('CONFIG_WRONG_TYPE backend: ');
    expect(await problemOf(() => BackendModel.load(untyped({ generate: 1 })))).toContain('backend.generate');
    const odd = untyped({ generate: () => Promise.resolve('x'), slots: 0 });
    expect(await problemOf(() => BackendModel.load(odd))).toContain('The backend has slots: 0.');
    const broken = await BackendModel.load({ generate: () => Promise.reject(new Error('It is closed.')) });
    const failing = new Discussion(townHallCast(broken));
    expect(await problemOf(() => failing.next())).toMatch(/: Request \d failed: It is closed\. /);
    const strange = await BackendModel.load(untyped({ generate: () => Promise.resolve(5) }));
    expect(await problemOf(() => new Discussion(townHallCast(strange)).next())).toContain(
      'generate of the backend returned 5',
    );
    const { failures } = await new DiscussionExperiment({ ...townHall(strange), numDiscussions: 1 }).begin();
    expect(failures).toHaveLength(1);
    expect(JSON.stringify(failures)).not.toMatch(/own-backend|backend module/);
  });
});
