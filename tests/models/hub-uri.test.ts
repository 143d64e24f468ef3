import { describe, expect, it } from 'vitest';
import { chooseWeights } from '../../src/models/choose-weights.js';
import { hubUriOf, nameOfHubModel, parseHubUri, type HubUri } from '../../src/models/hub-uri.js';

function parsed(text: string): HubUri {
  const uri = parseHubUri(text);
  if (!uri) throw new Error(`${text} is no URI`);
  return uri;
}

describe('a URI of the hub', () => {
  it.each([
    ['hf:Qwen/Qwen3-8B-GGUF:Q4_K_M', { repo: 'Qwen/Qwen3-8B-GGUF', quant: 'Q4_K_M', revision: 'main' }],
    ['hf:a/b.c/d/e-Q8_0.gguf#v1.0', { repo: 'a/b.c', file: 'd/e-Q8_0.gguf', revision: 'v1.0' }],
    ['hf://a/b', { repo: 'a/b', revision: 'main' }],
  ])('when it is %s, then it is read', (text, expected) => {
    expect(parsed(text)).toEqual({ text, ...expected });
  });

  it.each([
    'hf:name:Q4_K_M',
    'hf:../etc:Q4',
    'hf:a/b/../../c.gguf',
    'hf:a/b:Q4#../x',
    'hf:a--b/c:Q4',
    'a/b:Q4',
    'hf:a/b/c',
  ])('when it is %s, then it names nothing', (text) => {
    expect(parseHubUri(text)).toBeUndefined();
  });

  it.each([
    ['hf:Qwen/Qwen2.5-1.5B-Instruct-GGUF:q4_k_m', 'Qwen2.5-1.5B-Instruct-Q4_K_M'],
    ['hf:a/b/Q8/debater-Q8_0-00001-of-00002.gguf', 'debater-Q8_0'],
  ])('when a model has no pseudonym, then %s is called %s', (text, name) => {
    expect(nameOfHubModel(parsed(text))).toBe(name);
  });

  it('when a file is named after its quantization, then the URI is short', () => {
    expect(hubUriOf({ repo: 'a/b', file: 'c/debater.q4_k_m.gguf', revision: 'main' })).toBe('hf:a/b:Q4_K_M');
    expect(hubUriOf({ repo: 'a/b', file: 'debater.gguf', revision: 'v1' })).toBe('hf:a/b/debater.gguf#v1');
  });
});

describe('the weights that a URI names', () => {
  const repository = [
    'README.md',
    'mmproj-debater-Q8_0.gguf',
    'debater-Q8_0.gguf',
    'debater-IQ4_K_M.gguf',
    'Q4_K_M/debater-Q4_K_M-00002-of-00002.gguf',
    'Q4_K_M/debater-Q4_K_M-00001-of-00002.gguf',
    'F16/debater-F16-00001-of-00003.gguf',
  ];

  it.each([
    ['hf:a/b:Q8_0', ['debater-Q8_0.gguf']],
    ['hf:a/b:q4_k_m', ['Q4_K_M/debater-Q4_K_M-00001-of-00002.gguf', 'Q4_K_M/debater-Q4_K_M-00002-of-00002.gguf']],
    ['hf:a/b/debater-IQ4_K_M.gguf', ['debater-IQ4_K_M.gguf']],
  ])('when it is %s, then all parts of one model are chosen', (text, files) => {
    expect(chooseWeights(repository, parsed(text)).files).toEqual(files);
  });

  it.each([
    ['hf:a/b', repository, /names no weights.*debater-Q8_0\.gguf/],
    ['hf:a/b:Q2_K', repository, /has no Q2_K.*debater-Q8_0\.gguf/],
    ['hf:a/b:F16', repository, /split into 3 files, of which 1/],
    ['hf:a/b:Q8_0', ['model.safetensors'], /no GGUF files/],
    ['hf:a/b:Q8_0', ['x-Q8_0.gguf', 'y-Q8_0.gguf'], /2 models of a\/b end in Q8_0.*x-Q8_0\.gguf.*y-Q8_0\.gguf/],
  ])('when %s is unclear, then the files are listed', (text, paths, words) => {
    const { problem } = chooseWeights(paths, parsed(text));
    expect(`${problem?.what ?? ''} ${problem?.todo ?? ''}`).toMatch(words);
  });
});
