import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RefusedRequest, type Backend } from '../../src/backends/backend.js';
import { loadBackend } from '../../src/backends/load-backend.js';
import type { ModelConfig } from '../../src/config/experiment-config.js';
import { busRequest, demoGguf, demoOnnx, echoBackend, modelConfig, seeded, unhurried } from '../town-hall/model.js';

interface Engine {
  config: ModelConfig;
  /** How many texts five seeds bring, at least and at most: one from an engine whose reply is no draw at all. */
  texts: [fewest: number, most: number];
  /** False for an engine that does not count tokens. */
  counts: boolean;
  /** How `model.engine` names it. */
  identity: string;
}

const engines: [name: string, engine: Engine][] = [
  ['llama_cpp', { config: modelConfig('llama_cpp', demoGguf), texts: [4, 5], counts: true, identity: 'llama_cpp' }],
  [
    'transformers',
    { config: modelConfig('transformers', demoOnnx), texts: [4, 5], counts: true, identity: 'transformers' },
  ],
  ['scripted', { config: modelConfig('scripted', ''), texts: [4, 5], counts: true, identity: 'scripted' }],
  ['a backend module', { config: modelConfig(echoBackend, ''), texts: [1, 1], counts: false, identity: 'echo' }],
];

const manyBlocks = Array.from(
  { length: 60 },
  (_, turn) => `User ivan posted:\nThis is remark ${turn} about the buses, and it is long.`,
);

describe.each(engines)(
  'the contract of a backend: %s',
  (_name, { config, texts: [fewest, most], counts, identity }) => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await loadBackend(config, () => undefined);
    });
    afterAll(() => backend.close());

    it('when it is loaded, then it says which model it is and how much it takes at once', () => {
      expect(backend.model).toMatchObject({ name: 'town-hall-demo', engine: identity });
      expect(backend.model.engine_version).not.toBe('');
      expect(backend.slots).toBeGreaterThanOrEqual(1);
    });

    it('when a participant is asked, then it speaks, within the tokens it has', async () => {
      const completion = await backend.generate(busRequest(), unhurried);
      expect(completion.text.trim()).not.toBe('');
      expect(completion.finish_reason).toBe('stop');
      expect(completion.dropped_blocks).toBe(0);
      expect(completion.completion_tokens === null).toBe(!counts);
      expect(completion.completion_tokens ?? 0).toBeLessThanOrEqual(60);
    });

    it('when the reply would be longer than max_tokens, then it ends there and says so', async () => {
      const whole = await backend.generate(busRequest(), unhurried);
      const short = await backend.generate(busRequest({ maxTokens: 3 }), unhurried);
      expect(short.finish_reason).toBe('length');
      expect(whole.text.startsWith(short.text)).toBe(true);
      expect(short.completion_tokens).toBe(counts ? 3 : null);
    });

    it('when a request is made again with its seed, then the text is the same', async () => {
      const [first, again] = [
        await backend.generate(busRequest(), unhurried),
        await backend.generate(busRequest(), unhurried),
      ];
      expect(again.text).toBe(first.text);
      expect(again.prompt_tokens).toBe(first.prompt_tokens);
    });

    it('when seeds differ, then so do the texts, nearly always; an engine that draws nothing says the same', async () => {
      const texts = new Set<string>();
      for (const seed of [1, 2, 3, 4, 5]) texts.add((await backend.generate(busRequest(seeded(seed)), unhurried)).text);
      expect(texts.size).toBeGreaterThanOrEqual(fewest);
      expect(texts.size).toBeLessThanOrEqual(most);
    });

    it('when a stop string comes, then the text ends before it', async () => {
      const { text } = await backend.generate(busRequest(), unhurried);
      const stop = text.slice(text.length >> 1, (text.length >> 1) + 4);
      const stopped = await backend.generate(busRequest({ stop: ['\nUser ', stop] }), unhurried);
      expect(stopped.finish_reason).toBe('stop_string');
      expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
    });

    it('when a request is aborted, then it rejects with the reason, and the next one is served as if nothing had been', async () => {
      const before = await backend.generate(busRequest(), unhurried);
      const stopping = new AbortController();
      const aborted = backend.generate(busRequest(seeded(8)), stopping.signal);
      stopping.abort(new Error('the run is being stopped'));
      await expect(aborted).rejects.toThrow('the run is being stopped');
      await expect(backend.generate(busRequest(), stopping.signal)).rejects.toThrow('the run is being stopped');
      expect((await backend.generate(busRequest(), unhurried)).text).toBe(before.text);
    });

    it('when as many requests as it has slots come at once, and as many again, then all are answered', async () => {
      const requests = Array.from({ length: backend.slots * 2 }, (_, job) =>
        busRequest({ order: [job, 2], ...seeded(job) }),
      );
      const completions = await Promise.all(requests.map((request) => backend.generate(request, unhurried)));
      expect(completions).toHaveLength(backend.slots * 2);
      for (const { text } of completions) expect(text).not.toBe('');
    });

    it('when the history is too long, then the oldest blocks are dropped, as few as possible, and counted', async () => {
      const whole = busRequest({ history: manyBlocks, maxTokens: 60 });
      const completion = await backend.generate(whole, unhurried);
      expect(completion.dropped_blocks).toBeGreaterThan(0);
      expect(completion.dropped_blocks).toBeLessThan(60);
      const left = manyBlocks.slice(completion.dropped_blocks);
      const fitting = await backend.generate(busRequest({ history: left, maxTokens: 60 }), unhurried);
      expect(fitting.dropped_blocks).toBe(0);
      expect(fitting.text).toBe(completion.text);
      const oneMore = await backend.generate(
        busRequest({ history: manyBlocks.slice(completion.dropped_blocks - 1), maxTokens: 60 }),
        unhurried,
      );
      expect(oneMore.dropped_blocks).toBe(1);
    });

    it('when less than max_tokens is left, then the reply has what is left, and says so', async () => {
      const whole = await backend.generate(busRequest({ maxTokens: 60 }), unhurried);
      expect(whole).not.toHaveProperty('max_tokens');
      const completion = await backend.generate(busRequest({ maxTokens: 500 }), unhurried);
      expect(completion.prompt_tokens).toBe(counts ? 512 - (completion.max_tokens ?? 0) : null);
      expect(completion.max_tokens).toBeLessThan(500);
      expect(completion.dropped_blocks).toBe(0);
    });

    it('when a prompt is measured, then as it would be sent, without history', async () => {
      const bare = await backend.generate(busRequest({ history: [] }), unhurried);
      const size = backend.measurePrompt?.(busRequest());
      expect(size?.context).toBe(512);
      expect(bare.prompt_tokens).toBe(counts ? size?.prompt : null);
    });

    it('when the prompt does not fit even without history, then the request is refused with the numbers and what to change', async () => {
      const request = busRequest({ system: 'The town hall is full. '.repeat(300) });
      const refusal = backend.generate(request, unhurried);
      await expect(refusal).rejects.toThrow(RefusedRequest);
      await expect(refusal).rejects.toThrow(/60 are kept for the reply.*512.*ctx_width_tokens/s);
    });

    it('when it can count tokens, then an empty text has none and a longer text has more', () => {
      expect(backend.countTokens?.('')).toBe(0);
      expect(backend.countTokens?.('The city should make all buses free.')).toBeGreaterThan(
        backend.countTokens?.('The city') ?? Infinity,
      );
    });

    it('when an annotator is asked, then label lines come back', async () => {
      const request = busRequest({
        system:
          'You are a human annotator Your name is annotator. Your traits: username: annotator, age: 50 Your instructions: Annotate the last comment: toxicity (1 not toxic to 5 extremely toxic) and argument quality (1 to 5).',
        opening: 'Conversation so far:\n\n',
        history: ['User petra posted:\nThe city should make all buses free.'],
        closing: 'User ivan posted:\nOnly a fool would believe that.\nOutput:',
      });
      const { text } = await backend.generate(request, unhurried);
      expect(text).toMatch(/^Toxicity=[1-5]\nArgumentQuality=[1-5]$/);
    });
  },
);

describe.each(engines)('closing a backend: %s', (_name, { config }) => {
  it('when it is closed twice, then the second time is nothing', async () => {
    const backend = await loadBackend(config, () => undefined);
    await backend.generate(busRequest(), unhurried);
    await backend.close();
    await expect(backend.close()).resolves.toBeUndefined();
  });
});

describe('the registry of engines', () => {
  it('when a config names an engine that does not exist, then the error lists those that do', async () => {
    const loading = loadBackend(modelConfig('llama-cpp', demoGguf), () => undefined);
    await expect(loading).rejects.toMatchObject({
      code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
      message: expect.stringContaining('llama-cpp') as string,
    });
    await expect(loading).rejects.toHaveProperty(
      'problems.0.todo',
      expect.stringContaining('llama_cpp, transformers, openai, scripted'),
    );
  });
});
