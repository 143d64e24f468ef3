import { describe, expect, it } from 'vitest';
import { inShort, read, townHall } from '../town-hall/read-project.js';

describe('the model that a config names', () => {
  it.each([
    ['llama_cpp, model_path: gone.gguf', 'MODEL_NOT_FOUND town-hall.yml 2:69'],
    ['llama_cpp, model_path: topics', 'MODEL_NOT_FOUND town-hall.yml 2:69'],
    ['transformers, model_path: ./gone', 'MODEL_NOT_FOUND town-hall.yml 2:72'],
    ['transformers, model_path: people.txt', 'MODEL_NOT_FOUND town-hall.yml 2:72'],
    ['transformers, model_path: town/council-chat'],
    ['./gone.mjs', 'INPUT_NOT_FOUND town-hall.yml 2:46'],
  ])('when the engine is %s, then only a model that cannot be there is refused', async (engine, ...expected) => {
    const config = String(townHall['town-hall.yml']).replace('scripted', engine);
    const { problems } = await read({ 'town-hall.yml': config });
    expect(problems.map(inShort)).toEqual(expected);
  });

  it('when there is no model at all, then the section is asked for', async () => {
    const config = String(townHall['town-hall.yml']).replace(/model_parameters.*\n/, '');
    const { problems } = await read({ 'town-hall.yml': config });
    expect(problems.map(inShort)).toEqual(['CONFIG_MISSING_KEY town-hall.yml 1:1']);
  });
});
