import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  Actor,
  AnnotationExperiment,
  BackendModel,
  Discussion,
  DiscussionExperiment,
  LlamaCppModel,
  Persona,
  ScriptedModel,
  type Model,
} from '../../src/index.js';
import {
  annotatorOf,
  collect,
  loadScript,
  modelPath,
  moderatorOf,
  topics,
  townHall,
  townHallCast,
  userOf,
} from './cast.js';

/** Anna and Bob on one model, Carla and the moderator on two others. */
function mixedTown(usual: Model, carlas: Model, moderators: Model) {
  const users = [userOf('anna', usual), userOf('bob', usual), userOf('carla', carlas)];
  return { ...townHall(usual), users, moderator: moderatorOf(moderators) };
}

describe('actors with models of their own', () => {
  it('when users and the moderator have different models, then each comment is made by its actor’s', async () => {
    const usual = await loadScript();
    const carlas = await ScriptedModel.load({ modelPseudoname: 'Carla 2.0', words: { min: 20, max: 20 } });
    const moderators = await BackendModel.load({ generate: () => Promise.resolve('Stay civil.') });
    const made = await new DiscussionExperiment(mixedTown(usual, carlas, moderators)).begin();
    const documents = await collect(made);
    expect(documents).toHaveLength(3);
    const speakers = new Set<string>();
    for (const { logs, models } of documents) {
      expect(models?.map(({ name }) => name)).toEqual(['scripted', 'Carla 2.0', 'own-backend']);
      for (const { name, model, text } of logs.slice(1)) {
        speakers.add(`${name} ${model}`);
        if (name === 'carla') expect(text.split(' ')).toHaveLength(20);
        if (name === 'moderator') expect(text).toBe('Stay civil.');
      }
    }
    expect([...speakers].sort()).toEqual(['anna scripted', 'bob scripted', 'carla Carla 2.0', 'moderator own-backend']);
  });

  it('when one discussion is held step by step, then it is the first of the experiment', async () => {
    const usual = await loadScript();
    await using demo = await LlamaCppModel.load({
      modelPath,
      maxTokens: 12,
      parallel: 1,
      gpuLayers: 0,
      inferenceThreads: 1,
    });
    const town = mixedTown(usual, usual, demo);
    const [first] = await collect(
      await new DiscussionExperiment({ ...town, topics: topics.slice(0, 1), numDiscussions: 1 }).begin(),
    );
    const { users, moderator } = town;
    const discussion = new Discussion({ ...townHallCast(usual), users, moderator, topic: topics[0] ?? '' });
    expect(await collect(discussion)).toEqual(first?.logs);
    const document = await discussion.document();
    expect(document.models).toEqual(first?.models);
    expect(document.job_hash).toBe(first?.job_hash);
  });

  it('when annotators have different models, then each reads every discussion with its own', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'syndisco-casting-'));
    try {
      const [one, other] = [await loadScript(), await ScriptedModel.load({ modelPseudoname: 'judge' })];
      await new DiscussionExperiment(townHall(one)).begin({ outputDir: join(dir, 'd') });
      const annotators = [annotatorOf('nora', one), annotatorOf('omar', other), annotatorOf('pia', other)];
      const begin = { discussionsDir: join(dir, 'd'), outputDir: join(dir, 'a') };
      const made = await new AnnotationExperiment({ annotators }).begin(begin);
      expect(made.progress).toMatchObject({ total: 9, done: 9 });
      const pairs = (await collect(made)).map(({ annotator, annotator_model: by }) => `${annotator.name} ${by}`);
      expect(new Set(pairs)).toEqual(new Set(['nora scripted', 'omar judge', 'pia judge']));
      const again = await new AnnotationExperiment({ annotators }).begin(begin);
      expect(again.progress).toMatchObject({ done: 9, completions: 0 });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('when the moderator has a persona, then it is called by its username, and its traits are in its prompt', async () => {
    const model = await loadScript();
    const persona = Persona.from({ username: 'Irini', age: 61 });
    const { context = '' } = moderatorOf(model).options;
    const moderator = new Actor({ type: 'moderator', persona, model, context, instructions: 'Keep it civil.' });
    const [document] = await collect(await new DiscussionExperiment({ ...townHall(model), moderator }).begin());
    expect(document?.moderator).toBe('Irini');
    expect(document?.moderator_persona).toEqual({ username: 'Irini', age: 61 });
    expect(document?.moderator_prompt).toContain('age: 61');
    expect(moderator.name).toBe('Irini');
  });

  it('when two backends have the same name, then they are refused', async () => {
    const [one, other] = await Promise.all(
      ['Yes.', 'No.'].map((text) => BackendModel.load({ generate: () => Promise.resolve(text) })),
    );
    if (!one || !other) throw new Error('no backends');
    const begun = new DiscussionExperiment(mixedTown(one, one, other)).begin();
    await expect(begun).rejects.toMatchObject({ code: 'SYNDISCO_CONFIG_CONTRADICTION' });
  });
});
