import { afterEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { threadCap } from '../../../src/backends/thread-cap.js';
import type { ModelOf } from '../../../src/config/engines/registry.js';
import { busRequest, demoGguf, llamaCppOptions, modelConfig, seeded, unhurried } from '../../town-hall/model.js';
import { copyDemo, replaceText } from './copy-demo.js';

let backend: Backend;
afterEach(() => backend.close());

describe('the llama_cpp engine', () => {
  it('when more threads are asked for than there are cores, then they are cut with one warning, and the choice is explained', async () => {
    const lines = await load({ options: llamaCppOptions({ parallel: 2, inferenceThreads: 64 }) });
    const warnings = lines.filter((line) => line.startsWith('warn'));
    expect(warnings).toEqual([expect.stringMatching(`inference_threads: 64 .* ${threadCap()},`)]);
    expect(lines.filter((line) => line.startsWith('info'))).toEqual([
      expect.stringMatching(/on the CPU with \d+ threads?: up to \d+ replies at once/),
    ]);
    expect(lines.filter((line) => line.startsWith('debug'))).toEqual([
      expect.stringMatching(/at most \d+ threads.*1: [\d.]+ ms/),
    ]);
  });

  it('when the context asked for exceeds what the model was trained on, then it is cut with a warning', async () => {
    const lines = await load({ contextTokens: 100_000, options: llamaCppOptions({ parallel: 1 }) });
    expect(lines).toContainEqual(expect.stringMatching('ctx_width_tokens: 100000 .* 2048,'));
  });

  it('when the bundled model is asked, then its reply ends by itself and its weights are named', async () => {
    await load({});
    for (const seed of [1, 2, 3]) {
      const { text, finish_reason, completion_tokens } = await backend.generate(
        busRequest({ ...seeded(seed), maxTokens: 120 }),
        unhurried,
      );
      expect(finish_reason).toBe('stop');
      expect(text).not.toMatch(/<\||User \w+ posted/);
      expect(completion_tokens).toBe(backend.countTokens?.(text));
    }
    expect(backend.model.fingerprint).toMatch(/^5649408-[0-9a-f]{64}$/);
  });

  it('when one reply is made at a time, then it does not matter whether its prefix was kept from before', async () => {
    await load({ options: llamaCppOptions({ parallel: 1 }) });
    const [anna, bob] = [
      busRequest(),
      busRequest({ system: 'You are taking part in an online town hall. Your name is bob.' }),
    ];
    const fresh = await backend.generate(anna, unhurried);
    const kept = await backend.generate(anna, unhurried);
    await backend.generate(bob, unhurried);
    const afterAnother = await backend.generate(anna, unhurried);
    expect([kept.text, afterAnother.text]).toEqual([fresh.text, fresh.text]);
  });

  it('when the same requests are made at once again, then the texts are the same, five times of five', async () => {
    await load({});
    const requests = Array.from({ length: 6 }, (_, job) => busRequest({ order: [job, 2], ...seeded(job) }));
    const speak = async (): Promise<string[]> =>
      (await Promise.all(requests.map((request) => backend.generate(request, unhurried)))).map(({ text }) => text);
    const first = await speak();
    expect(new Set(first).size).toBeGreaterThan(1);
    for (let repeat = 0; repeat < 4; repeat++) expect(await speak()).toEqual(first);
  });

  it('when the backend is closed while it speaks, then the reply rejects and so does every later one', async () => {
    await load({});
    const speaking = backend.generate(busRequest(), unhurried);
    const expectation = expect(speaking).rejects.toThrow('the engine is closed');
    await backend.close();
    await expectation;
    await expect(backend.generate(busRequest(), unhurried)).rejects.toThrow('the engine is closed');
  });
});

describe('chat templates', () => {
  it('when a model has none, then ChatML is used and said so once', async () => {
    const path = await copyDemo((bytes) => replaceText(bytes, 'tokenizer.chat_template', 'tokenizer.char_template'));
    const lines = await load({ path });
    expect(lines.filter((line) => line.includes('ChatML'))).toEqual([
      expect.stringMatching(/^warn .*has no chat template/),
    ]);
    expect((await backend.generate(busRequest(), unhurried)).finish_reason).toBe('stop');
  });

  it('when a template refuses system messages, then the system text still reaches the model', async () => {
    const path = await copyDemo(refuseSystemMessages);
    await load({ path });
    const request = busRequest();
    const { prompt_tokens, text } = await backend.generate(request, unhurried);
    expect(prompt_tokens).toBeGreaterThan(backend.countTokens?.(request.system) ?? Infinity);
    expect(text).not.toBe('');
  });
});

const chatML =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const noSystem =
  "{% for m in messages %}{% if m.role=='system' %}{{raise_exception('no')}}{% endif %}{{'<|im_start|>'+m.role+'\\n'+m['content']+'<|im_end|>\\n'}}{% endfor %}<|im_start|>assistant\n";

function refuseSystemMessages(bytes: Buffer): Buffer {
  const spaces = ' '.repeat(chatML.length - noSystem.length);
  return replaceText(bytes, chatML, noSystem.replace('{% for', `{%${spaces} for`));
}

async function load(overrides: Partial<ModelOf<'llama_cpp'>>): Promise<string[]> {
  const lines: string[] = [];
  backend = await loadBackend(modelConfig('llama_cpp', demoGguf, overrides), (level, text) =>
    lines.push(`${level} ${text}`),
  );
  return lines;
}
