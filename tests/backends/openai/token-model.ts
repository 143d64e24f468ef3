import type { FaultyServer } from './faulty-server.js';

/** Tokens are characters of ASCII; what follows a text is as likely as these weights say, and depends on its end. */
const vocabulary = Array.from({ length: 127 }, (_, id) => id);
const listed = 20;

/** ln P of each token after others, before any mask. */
export function logChances(tokens: readonly number[]): number[] {
  const seed = tokens.slice(-6).reduce((hash, token) => Math.imul(hash ^ token, 0x9e3779b1), tokens.length);
  const weights = vocabulary.map((id) => ((Math.imul(seed ^ (id + 1), 0x85ebca6b) >>> 8) % 1000) / 250);
  const total = Math.log(weights.reduce((sum, weight) => sum + Math.exp(weight), 0));
  return weights.map((weight) => weight - total);
}

export function encode(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).filter((id) => id < vocabulary.length);
}

function decode(tokens: readonly number[]): string {
  return String.fromCodePoint(...tokens);
}

type Body = Record<string, unknown>;

/** What the server of the test is. */
export interface Quirks {
  /** It reports what its mask has left. */
  isMasked?: boolean;
  /** It reports logits. */
  givesLogits?: boolean;
  /** What its template puts at the end of a prompt. */
  promptEnd?: string;
}

/** Gives a server the pages of vLLM: /tokenize, /detokenize and token prompts at /v1/completions. */
export function speakTokens(server: FaultyServer, quirks: Quirks = {}): void {
  server.kind = 'vllm';
  server.pages['/tokenize'] = ({ messages, prompt }) => ({
    tokens: encode(messages === undefined ? (prompt as string) : render(messages as Message[], quirks)),
  });
  server.pages['/detokenize'] = ({ tokens }) => ({ prompt: decode(tokens as number[]) });
  server.pages['/v1/completions'] = (body) => complete(body, quirks);
}

/** The pages of llama-server. */
export function speakLlama(server: FaultyServer): void {
  server.kind = 'llamacpp';
  server.pages['/apply-template'] = ({ messages }) => ({ prompt: render(messages as Message[], {}) });
  server.pages['/tokenize'] = ({ content }) => ({ tokens: encode(content as string) });
  server.pages['/detokenize'] = ({ tokens }) => ({ content: decode(tokens as number[]) });
  server.pages['/completion'] = completeLlama;
}

interface Message {
  role: string;
  content: string;
}

export function render(messages: readonly Message[], { promptEnd = '' }: Quirks = {}): string {
  return `${messages.map(({ role, content }) => `<${role}>${content}\n`).join('')}<assistant>\n${promptEnd}`;
}

function complete(body: Body, { isMasked = false, givesLogits = false }: Quirks): object {
  const allowed = body.allowed_token_ids as number[] | undefined;
  const choices = (body.prompt as number[][]).map((prompt, index) => {
    const chances = logChances(prompt).map((chance, id) =>
      isMasked && allowed ? (allowed.includes(id) ? 0 : -9999) : chance + (givesLogits ? 12 : 0),
    );
    const sampled = allowed?.[0] ?? 0;
    const top = likeliest(chances).map((id) => [`token_id:${id}`, chances[id]]);
    const logprobs = {
      tokens: [`token_id:${sampled}`],
      token_logprobs: [chances[sampled]],
      top_logprobs: [Object.fromEntries(top)],
    };
    return { index, text: decode([sampled]), finish_reason: 'length', logprobs };
  });
  return { model: 'town-hall-7b', choices: choices.reverse(), usage: { prompt_tokens: 1, completion_tokens: 1 } };
}

/** As llama-server does, it reports nothing if the token that it samples is not whole: here, any digit. */
function completeLlama({ prompt, n_probs: most, logit_bias: bias }: Body): object {
  const chances = logChances(prompt as number[]);
  const [[forced]] = bias as [[number | string, number]];
  const sampled = typeof forced === 'string' ? (encode(forced)[0] ?? 0) : forced;
  const describe = (id: number): object => ({ id, token: decode([id]), logprob: chances[id] });
  const top = likeliest(chances, most as number).map(describe);
  if (/\d/.test(decode([sampled]))) return { content: '', model: 'town-hall-7b' };
  return { model: 'town-hall-7b', completion_probabilities: [{ ...describe(sampled), top_logprobs: top }] };
}

function likeliest(chances: readonly number[], most = listed): number[] {
  return [...vocabulary].sort((one, other) => (chances[other] ?? 0) - (chances[one] ?? 0)).slice(0, most);
}
