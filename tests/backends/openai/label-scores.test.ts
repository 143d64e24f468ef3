import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Completion } from '../../../src/backends/backend.js';
import { turnsOf } from '../../../src/backends/backend.js';
import { writeLabel, type LabelMetric, type LabelSpecification } from '../../../src/backends/label.js';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { busRequest, modelConfig, openaiOptions, seeded, unhurried } from '../../town-hall/model.js';
import { comment, complain, startServer, type FaultyServer } from './faulty-server.js';
import { encode, logChances, render, speakLlama, speakTokens } from './token-model.js';

const toxicity: LabelMetric = { name: 'toxicity', values: [1, 2, 10, null] };
const tone: LabelMetric = { name: 'tone', values: ['very calm', 'very heated'] };
const label: LabelSpecification = [toxicity, tone];

let server: FaultyServer;
let backend: Backend;
let lines: string[];
beforeEach(async () => {
  lines = [];
  server = await startServer(countPrompt);
});
afterEach(async () => {
  await backend.close();
  await server[Symbol.asyncDispose]();
});

describe('a server that works with tokens', () => {
  it.each([
    ['vLLM', speakTokens],
    ['llama-server', speakLlama],
  ])('when it is %s, then the scores of labels are those of all their spellings', async (_, speak) => {
    speak(server);
    await load();
    const { label_scores: scores, ...reply } = await ask();
    for (const [at, metric] of label.entries()) {
      const masses = bruteForce(metric, ['}', ',']);
      const total = masses.reduce((sum, mass) => sum + mass, 0);
      expect((scores?.[at]?.legal_mass ?? 0) / total).toBeCloseTo(1, 5);
      for (const [value, mass] of masses.entries())
        expect(scores?.[at]?.probabilities[value]).toBeCloseTo(mass / total, 5);
    }
    expect(reply).toMatchObject({ finish_reason: 'stop', dropped_blocks: 0, prompt_tokens: promptOf().length });
    expect(reply.completion_tokens).toBe(encode(reply.text).length);
    expect(lines).toContain(`info openai: ${server.url} scores labels`);
  });

  it('when a label is drawn, then the seed decides, and temperature 0 takes the likeliest value', async () => {
    speakTokens(server);
    await load();
    const texts = await Promise.all([1, 1, 2, 3, 4, 5, 6, 7].map(async (seed) => (await ask(seeded(seed))).text));
    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBeGreaterThan(1);
    const { text } = await ask({ sampling: { temperature: 0, topP: 1, seed: 1 } });
    const best = ({ values, ...metric }: LabelMetric): unknown => {
      const masses = bruteForce({ values, ...metric }, ['}', ',']);
      return values[masses.indexOf(Math.max(...masses))];
    };
    expect(JSON.parse(text)).toEqual({ toxicity: best(toxicity), tone: best(tone) });
  });

  it('when its tokenizer cannot spell a value, then that is an error, and nothing is asked again', async () => {
    speakTokens(server);
    await load();
    const odd = [{ name: 'tone', values: ['gelassen', 'wütend'] }];
    await expect(ask({ label: odd })).rejects.toMatchObject({ problems: [{ code: 'SYNDISCO_LABEL_UNSPELLABLE' }] });
  });

  it.each([
    ['reports probabilities after its mask', { isMasked: true }, 'it reports probabilities after its own mask'],
    ['reports logits', { givesLogits: true }, 'the numbers that it reports are not logarithms of probabilities'],
    ['opens a thought in its prompts', { promptEnd: '<think>\n' }, 'its chat template opens a thought'],
  ])('when it %s, then labels have no scores, and one warning says why', async (_, quirks, why) => {
    speakTokens(server, quirks);
    await expectNoScores(why);
  });

  it('when it counts other tokens than it renders, then labels have no scores', async () => {
    speakTokens(server);
    server.behave = comment(0, '{"toxicity": 1, "tone": "very calm"}');
    await expectNoScores('its chat completions read 40 tokens of a prompt that it renders as 53');
  });

  it.each([
    ['has no such address', 'vllm', 'HTTP 404'],
    ['is of another kind', 'town-hall', 'only vLLM and llama-server are known to report what that takes'],
  ])('when it %s, then labels have no scores', async (_, kind, why) => {
    server.kind = kind;
    await expectNoScores(why);
  });

  it('when it is busy at first, then it is asked again', async () => {
    speakTokens(server);
    server.behave = (response, body, count) => {
      if (count === 0) complain(response, 503, 'busy');
      else countPrompt(response, body, count);
    };
    await load();
    expect((await ask()).label_scores).toBeDefined();
  });

  it('when a label has more than 200 values, then it is written', async () => {
    speakTokens(server);
    server.holds = 'structured_outputs';
    await load();
    const wide = [{ name: 'toxicity', values: Array.from({ length: 201 }, (_, level) => level) }];
    expect(await ask({ label: wide })).not.toHaveProperty('label_scores');
    expect(server.bodies.at(-1)).toHaveProperty('structured_outputs');
  });
});

async function expectNoScores(why: string): Promise<void> {
  server.holds = 'structured_outputs';
  await load();
  const replies = await Promise.all([ask(), ask(), ask()]);
  for (const reply of replies) expect(reply).not.toHaveProperty('label_scores');
  const told = lines.filter((line) => line.includes('cannot score labels'));
  expect(told).toEqual([expect.stringMatching(/^warn openai: .*legal_mass/)]);
  expect(told[0]).toContain(why);
}

/** The probability of every value: of its tokens and what ends it, after what all values begin with. */
function bruteForce(metric: LabelMetric, ends: readonly string[]): number[] {
  const given = encode(`{${JSON.stringify(metric.name)}: `).length;
  return metric.values.map((value) => {
    const texts = ends.map((end) => writeLabel([metric], () => value).slice(0, -1) + end);
    return texts.reduce((sum, text) => sum + Math.exp(chanceOf(encode(text), given)), 0);
  });
}

function chanceOf(tokens: readonly number[], given: number): number {
  const prompt = promptOf();
  return tokens
    .slice(given)
    .reduce((sum, token, at) => sum + (logChances([...prompt, ...tokens.slice(0, given + at)])[token] ?? -Infinity), 0);
}

function promptOf(): number[] {
  const request = busRequest({ label });
  return encode(
    render([
      { role: 'system', content: request.system },
      { role: 'user', content: turnsOf(request).join('') },
    ]),
  );
}

/** A chat completion with the count of its prompt's tokens. */
const countPrompt: FaultyServer['behave'] = (response, { messages }) => {
  const choices = [{ index: 0, message: { role: 'assistant', content: 'Good evening.' }, finish_reason: 'stop' }];
  const usage = { prompt_tokens: encode(render(messages)).length, completion_tokens: 3 };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices, usage }));
};

async function load(): Promise<void> {
  const options = { options: openaiOptions({ baseUrls: [server.url] }) };
  backend = await loadBackend(modelConfig('openai', '', options), (level, text) => lines.push(`${level} ${text}`));
}

function ask(overrides: Parameters<typeof busRequest>[0] = {}): Promise<Completion> {
  return backend.generate(busRequest({ label, ...overrides }), unhurried);
}
