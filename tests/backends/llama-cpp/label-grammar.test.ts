import type { LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLabel } from '../../../src/metrics/parse-label.js';
import { turnsOf } from '../../../src/backends/backend.js';
import { isWholeLabel } from '../../../src/backends/label.js';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import type { BatchPort } from '../../../src/backends/llama-cpp/batch-port.js';
import { openChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { generateReply } from '../../../src/backends/llama-cpp/generate-reply.js';
import { labelGrammar } from '../../../src/backends/label-grammar.js';
import { openBatchPort } from '../../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../../src/backends/llama-cpp/open-context.js';
import { openModelTries } from '../../../src/backends/llama-cpp/score-label.js';
import { startRuntime } from '../../../src/backends/llama-cpp/start-runtime.js';
import { busRequest, demoGguf, modelConfig, unhurried } from '../../town-hall/model.js';

const label = [
  { name: 'toxicity', values: [1, 2, 3, null] },
  { name: 'tone', values: ['calm', 'say "no"'] },
];

it('when a label is described, then its grammar has one literal for each legal answer', () => {
  expect(labelGrammar(label).split('\n')).toEqual([
    String.raw`root ::= "{" "\"toxicity\": " m0 ", " "\"tone\": " m1 "}"`,
    String.raw`m0 ::= "1" | "2" | "3" | "null"`,
    String.raw`m1 ::= "\"calm\"" | "\"say \\\"no\\\"\""`,
  ]);
});

describe('the grammar of a reply that is made in parts', () => {
  let model: LlamaModel;
  let port: BatchPort;
  beforeAll(async () => {
    const { llama } = await startRuntime(1, () => undefined);
    model = await llama.loadModel({ modelPath: demoGguf, gpuLayers: 0 });
    const size = { contextTokens: 256, threads: 1, cacheType: 'F16', flashAttention: 'auto' } as const;
    const context = await openContext(model, { sequences: 8, ...size });
    port = openBatchPort(llama, model, context) ?? fail();
  });
  afterAll(() => model.dispose());

  it('when memory runs out in the middle of labels, then they go on where they were and stay legal', async () => {
    const warnings: string[] = [];
    const decoder = openDecoder(runOutAfter(6), warnings);
    const interrupted = await labelFour(decoder);
    expect(warnings).toEqual([expect.stringMatching(/4 replies at once/)]);
    for (const text of interrupted) expect(Object.keys(parseLabel(text, label))).toEqual(['toxicity', 'tone']);
    expect(interrupted).toEqual(await labelFour(openDecoder(port, warnings)));
  });

  it('when a grammar cannot be read, then the reply rejects and the next one is made', async () => {
    const decoder = openDecoder(port, []);
    await expect(speak(decoder, 0, 'root ::= (')).rejects.toThrow();
    expect(isWholeLabel(await speak(decoder, 0))).toBe(true);
  });

  it('when a template opens a thought, then it is closed and the label is spoken, though thinking is allowed', async () => {
    const template = { path: 'thoughtful.jinja', text: "{{ messages[-1]['content'] + '<think>\\n' }}" };
    const chat = { ...modelConfig('llama_cpp', '').chat, template };
    const format = openChatFormat(model, { chat, thinkingTokens: 40, log: () => undefined });
    const decoder = openDecoder(port, []);
    const engine = { model, format, decoder, trieOf: openModelTries(model), contextTokens: 256, thinkingTokens: 40 };
    const request = busRequest({ label });
    const reply = await generateReply(engine, request, { signal: unhurried, onStart: undefined });
    const { text, tokens } = format.render(request.system, turnsOf(request), false);
    expect(text).toMatch(/<think>\n\n<\/think>\n\n$/);
    expect(reply.prompt_tokens).toBe(tokens.length);
    expect(isWholeLabel(reply.text)).toBe(true);
  });

  /** The same port, but one pass fails before anything is evaluated. */
  function runOutAfter(passes: number): BatchPort {
    let count = 0;
    return {
      ...port,
      decode: (rows) => (++count === passes ? Promise.reject(new Error('out of memory')) : port.decode(rows)),
    };
  }

  function openDecoder(through: BatchPort, warnings: string[]): BatchDecoder {
    const warn = (text: string): void => void warnings.push(text);
    return new BatchDecoder(through, { slots: 4, prefixes: 4, canKeepPrefix: true, warn });
  }

  function labelFour(decoder: BatchDecoder): Promise<string[]> {
    return Promise.all([0, 1, 2, 3].map((job) => speak(decoder, job)));
  }

  async function speak(decoder: BatchDecoder, job: number, grammar = labelGrammar(label)): Promise<string> {
    let text = '';
    await decoder.decode({
      order: [job, 0],
      prompt: model.tokenize('The city should make all buses free.'),
      prefixLength: 4,
      sampling: { temperature: 1.5, topP: 1, seed: job },
      grammar,
      signal: new AbortController().signal,
      onToken: (token) => {
        text += model.detokenize([token]);
        return !isWholeLabel(text);
      },
    });
    return text;
  }
});

function fail(): BatchPort {
  throw new Error('the internals of node-llama-cpp are not as expected');
}
