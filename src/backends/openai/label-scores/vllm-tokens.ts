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
  type TokenServer,
} from './token-server.js';

/**
 * vLLM reads many prompts in one request, and their common start once; a forced token holds for all prompts of a
 * request. Temperature and penalties are set to values that leave the distribution alone, for servers that report
 * probabilities after applying them (`--logprobs-mode processed_logprobs`).
 */
export function vllmTokens({ post, model, variables }: Connection): TokenServer {
  const complete = (prompt: readonly (readonly number[])[], forced: number | undefined): Promise<unknown> =>
    post('completions', {
      ...untouched,
      ...{ model, prompt, max_tokens: 1, logprobs: listedTokens, return_tokens_as_token_ids: true },
      ...(forced !== undefined && { allowed_token_ids: [forced] }),
    });
  return {
    render: async (messages) =>
      tokensIn(await post('/tokenize', { model, messages, add_generation_prompt: true, ...variables })),
    encode: async (text) => tokensIn(await post('/tokenize', { model, prompt: text, add_special_tokens: false })),
    decode: async (tokens) => textIn(await post('/detokenize', { model, tokens }), 'prompt'),
    async read(asked) {
      const groups = new Map<number | undefined, number[]>();
      for (const [at, { forced }] of asked.entries()) groups.set(forced, [...(groups.get(forced) ?? []), at]);
      const next: NextTokens[] = [];
      const models = await Promise.all(
        [...groups].map(async ([forced, places]) => {
          const answer = await complete(
            places.map((at) => asked[at]?.prompt ?? []),
            forced,
          );
          for (const [index, at] of places.entries()) next[at] = readChoice(answer, index);
          return modelIn(answer);
        }),
      );
      return { next, model: models[0] };
    },
  };
}

const untouched = {
  ...{ temperature: 1, top_p: 1, top_k: -1, min_p: 0 },
  ...{ repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 },
};

/** Choices are numbered by prompts. */
function readChoice(answer: unknown, index: number): NextTokens {
  const choice = listIn(answer, 'choices').find((one) => valueIn(one, 'index') === index);
  const logprobs = valueIn(choice, 'logprobs');
  const [top] = listIn(logprobs, 'top_logprobs');
  const [sampled] = listIn(logprobs, 'tokens');
  const [chance] = listIn(logprobs, 'token_logprobs');
  if (typeof top !== 'object' || top === null) throw new UnreadableAnswer('the answer has no top_logprobs');
  return new Map([...Object.entries(top), [sampled, chance]].map(readToken));
}

/** `token_id:316`. */
function readToken([name, chance]: readonly unknown[]): [number, number] {
  const [, id] = /^token_id:(\d+)$/.exec(String(name)) ?? [];
  if (id === undefined || typeof chance !== 'number')
    throw new UnreadableAnswer('the answer does not number its tokens');
  return [Number(id), chance];
}
