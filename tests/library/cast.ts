import { fileURLToPath } from 'node:url';
import {
  Actor,
  Persona,
  ScriptedModel,
  type CastOptions,
  type DiscussionExperimentOptions,
  type Model,
} from '../../src/index.js';

export const modelPath = fileURLToPath(new URL('../../examples/models/syndisco-demo-q8_0.gguf', import.meta.url));
export const topics = ['Should all buses be free?', 'The library should open on Sundays.'];
const context = 'You are a human in an online forum.';

/** Replies of three to twelve words, at once. */
export function loadScript(): Promise<ScriptedModel> {
  return ScriptedModel.load({ words: { min: 3, max: 12 } });
}

export function userOf(username: string, model: Model): Actor<'user'> {
  const persona = Persona.from({ username, age: 30 + username.length, personality_characteristics: ['calm', 'dry'] });
  return new Actor({ type: 'user', persona, model, context, instructions: 'Write one short comment.' });
}

export function moderatorOf(model: Model): Actor<'moderator'> {
  const instructions = 'Keep the discussion civil.';
  return new Actor({ type: 'moderator', model, context, instructions, attributes: ['just', 'strict'] });
}

export function annotatorOf(username: string, model: Model, age = 40): Actor<'annotator'> {
  const persona = Persona.from({ username, age });
  return new Actor({ type: 'annotator', persona, model, context: 'You annotate.', instructions: 'Rate the comment.' });
}

/** A moderated town hall of three. */
export function townHall(model: Model): DiscussionExperimentOptions {
  return { ...townHallCast(model), topics, numDiscussions: 3 };
}

export function townHallCast(model: Model): CastOptions {
  return {
    name: 'town-hall',
    seed: 7,
    users: ['anna', 'bob', 'carla'].map((name) => userOf(name, model)),
    moderator: moderatorOf(model),
    numTurns: 5,
  };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
