import type { LlamaModel, Token } from 'node-llama-cpp';
import { turnsOf, type Request } from '../../../src/backends/backend.js';
import { openChatFormat } from '../../../src/backends/llama-cpp/chat-format.js';
import { modelConfig } from '../../town-hall/model.js';
import type { LabelMetric, LabelValue } from '../../../src/backends/label.js';

/**
 * What the model makes of each value of a metric, without our decoder, sampler or trie: every spelling is read from its
 * first to its last token through node-llama-cpp's public API, and the whole vocabulary's probabilities are listed.
 */
export async function bruteForce(
  model: LlamaModel,
  request: Request,
  { name, values, ends }: LabelMetric & { ends: readonly string[] },
): Promise<{ probabilities: number[]; legalMass: number }> {
  const { chat } = modelConfig('llama_cpp', '');
  const format = openChatFormat(model, { chat, thinkingTokens: 0, log: () => undefined });
  const prompt = format.render(request.system, turnsOf(request), false).tokens;
  const spell = (value: LabelValue, end: string): Token[] =>
    model.tokenize(`{${JSON.stringify(name)}: ${JSON.stringify(value)}${end}`, false, 'trimLeadingSpace');
  const all = values.map((value) => ends.map((end) => spell(value, end)));
  const given = sharedStart([...all.flat(), spell(null, '}')]);
  const context = await model.createContext({ contextSize: 512, threads: 1, flashAttention: false });
  try {
    const sequence = context.getSequence();
    const masses: number[] = [];
    for (const spellings of all) {
      let mass = 0;
      for (const tokens of spellings) {
        await sequence.clearHistory();
        const read = [...prompt, ...tokens];
        const from = prompt.length + given - 1;
        const input = read.map((token, at): Token | [Token, object] =>
          at < from ? token : [token, { generateNext: { probabilities: true } }],
        );
        const output = await sequence.controlledEvaluate(input);
        mass += read.slice(from + 1).reduce((product, token, at) => {
          const chance = output[from + at]?.next.probabilities?.get(token);
          if (chance === undefined) throw new Error('no probability');
          return product * chance;
        }, 1);
      }
      masses.push(mass);
    }
    const legalMass = masses.reduce((sum, mass) => sum + mass, 0);
    return { probabilities: masses.map((mass) => mass / legalMass), legalMass };
  } finally {
    await context.dispose();
  }
}

function sharedStart([first = [], ...others]: readonly Token[][]): number {
  let at = 0;
  while (at < first.length && others.every((tokens) => tokens[at] === first[at])) at += 1;
  return at;
}
