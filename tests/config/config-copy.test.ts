import { describe, expect, it } from 'vitest';
import { loadText } from '../town-hall/load-text.js';

describe('the copy that a run directory keeps', () => {
  it('when a value may be secret, then only it is replaced, in YAML and in JSON alike', async () => {
    const yaml = 'model_parameters:\n  openai: { extra_body: { key: sk-1 }, timeout_s: 5 } # ours\n';
    const { copy } = await loadText(yaml, ['seed=3', 'model_parameters.openai.extra_body.key=sk-2']);
    const lines = [yaml.replace('{ key: sk-1 }', '{ "redacted": "it may hold secrets" }'), '# --set seed=3\n'];
    expect(copy).toBe(`${lines.join('')}# --set model_parameters.openai.extra_body.key=(not shown)\n`);
    const json = JSON.stringify(
      { model_parameters: { openai: { extra_body: { key: 'sk-1' }, timeout_s: 5 } } },
      null,
      '\t',
    );
    const copied: unknown = JSON.parse((await loadText(json, [], 'town-hall.json')).copy);
    const redacted = { redacted: 'it may hold secrets' };
    expect(copied).toEqual({ model_parameters: { openai: { extra_body: redacted, timeout_s: 5 } } });
  });

  it('when nothing in it is secret, then it is the file to the byte', async () => {
    const text = 'seed: 3  # as ever\r\n\r\nexperiment:   town-hall';
    expect((await loadText(text)).copy).toBe(text);
  });
});
