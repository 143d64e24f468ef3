import {
  listedTokens,
  listIn,
  modelIn,
  textIn,
  tokensIn,
  UnreadableAnswer,
  valueIn,
  type Connection,
  type NextTokens,
  type Reads,
  type TokenServer,
} from './token-server.js';

/** No logit comes near it. */
const overwhelming = 1000;
/** More than any vocabulary has. */
const allTokens = 10_000_000;
/** The server reports nothing if the token that it samples ends the reply, or is a part of a character: this is neither. */
const harmless = '}';

/**
 * llama-server reads one prompt at a time: several at once would each go to a slot of their own and be read from the
 * start. What it reports is what the model says before any bias.
 */
export function llamaServerTokens({ post, variables }: Connection): TokenServer {
  const readOne = async ({ prompt, forced }: Reads): Promise<unknown> => {
    const ask = (token: number | string, listed: number): Promise<unknown> =>
      post('/completion', {
        ...{ prompt, n_predict: 1, n_probs: listed, post_sampling_probs: false, temperature: 0 },
        ...{ logit_bias: [[token, overwhelming]], ignore_eos: true },
      });
    if (forced === undefined) return ask(harmless, listedTokens);
    const answer = await ask(forced, listedTokens);
    return isSilent(answer) ? ask(harmless, allTokens) : answer;
  };
  return {
    async render(messages) {
      const text = textIn(await post('/apply-template', { messages, ...variables }), 'prompt');
      return tokensIn(await post('/tokenize', { content: text, add_special: true, parse_special: true }));
    },
    encode: async (text) =>
      tokensIn(await post('/tokenize', { content: text, add_special: false, parse_special: false })),
    decode: async (tokens) => textIn(await post('/detokenize', { tokens }), 'content'),
    async read(asked) {
      const answers: unknown[] = [];
      for (const one of asked) answers.push(await readOne(one));
      return { next: answers.map(readAnswer), model: modelIn(answers[0]) };
    },
  };
}

function isSilent(answer: unknown): boolean {
  return valueIn(answer, 'completion_probabilities') === undefined;
}

function readAnswer(answer: unknown): NextTokens {
  const [sampled] = listIn(answer, 'completion_probabilities');
  return new Map([...listIn(sampled, 'top_logprobs'), sampled].map(readToken));
}

function readToken(token: unknown): [number, number] {
  const id = valueIn(token, 'id');
  const chance = valueIn(token, 'logprob');
  if (typeof id !== 'number' || typeof chance !== 'number')
    throw new UnreadableAnswer('the answer does not number its tokens');
  return [id, chance];
}
