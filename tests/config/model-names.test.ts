import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

const files = '{ topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt }';
const rated = 'annotation: { files: { annotator_persona_path: raters.json, instruction_path: rate.txt } }\n';
const onDemo = 'model_parameters: { general: { library_type: llama_cpp, model_path: demo.gguf } }\n';
const everybodyOn = (name: string): string =>
  `discussions: { files: ${files}, experiment_variables: { include_mod: false, model: ${name} } }\n`;

interface Model {
  name?: string;
  path?: string;
  pseudoname?: string;
}

const models = (...all: readonly Model[]): string =>
  `models:\n${all
    .map(({ name = 'a', path = 'large.gguf', pseudoname }) => {
      const called = pseudoname === undefined ? '' : `, model_pseudoname: ${pseudoname}`;
      return `  ${name}: { general: { library_type: llama_cpp, model_path: ${path}${called} } }\n`;
    })
    .join('')}`;

describe("a model's name", () => {
  it.each(['hardcoded', 'injected'])(
    'when it is %s, which marks comments of no model, then it is refused',
    async (name) => {
      const asKey = await loadText(`${onDemo}${everybodyOn(name)}${models({ name })}`);
      expect(asKey.problems.map(inShort)).toEqual(['CONFIG_MALFORMED 4:3']);
      expect(asKey.problems[0]?.what).toContain(`"${name}"`);
      const asPseudonym = await loadText(`${onDemo}${everybodyOn('a')}${models({ pseudoname: name })}`);
      expect(asPseudonym.problems.map(inShort)).toEqual(['CONFIG_MALFORMED 4:86']);
      const byDefault = await loadText(onDemo.replace('demo.gguf', `weights/${name}.gguf`));
      expect(byDefault.problems.map(inShort)).toEqual(['CONFIG_MALFORMED 1:69']);
      const asOnly = await loadText(onDemo.replace('demo.gguf', `demo.gguf, model_pseudoname: ${name}`));
      expect(asOnly.problems.map(inShort)).toEqual(['CONFIG_MALFORMED 1:98']);
    },
  );

  it('when it is that of model_parameters for other weights, and somebody has that model, then it is refused', async () => {
    const same = models({ pseudoname: 'demo' });
    const { problems } = await loadText(`${onDemo}${everybodyOn('a')}${rated}${same}`);
    expect(problems.map(inShort)).toEqual(['CONFIG_CONTRADICTION 5:68']);
    expect(problems[0]?.what).toBe('model_parameters and models.a would both be called "demo" in the data set.');
  });

  it('when nobody has the model of model_parameters, or both have the same weights, then it is not', async () => {
    const unused = await loadText(`${onDemo}${everybodyOn('a')}${models({ pseudoname: 'demo' })}`);
    expect(unused.problems).toEqual([]);
    const warm = models({ pseudoname: 'demo', path: 'demo.gguf' });
    expect((await loadText(`${onDemo}${everybodyOn('a')}${rated}${warm}`)).problems).toEqual([]);
  });

  it('when only a level gives the model of model_parameters to somebody, then it is refused in that condition', async () => {
    const unset = '{ mine: {}, theirs: { discussions.experiment_variables.model: null } }';
    const matrix = `matrix: { factors: { speaker: ${unset} } }\n`;
    const { problems } = await loadText(`${onDemo}${everybodyOn('a')}${models({ pseudoname: 'demo' })}${matrix}`);
    expect(problems.map(inShort)).toEqual(['CONFIG_CONTRADICTION 4:68']);
  });
});
