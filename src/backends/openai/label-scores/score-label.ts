import { messagesOf, turnsOf, type Request } from '../../backend.js';
import { drawLabel } from '../../draw-label.js';
import { openTries, scoreLabels, textsOf, type LabelTrie } from '../../label-trie.js';
import type { LabelSpecification } from '../../label.js';
import type { Question, Reply } from '../ask-server.js';
import type { TokenServer } from './token-server.js';

/** What a server's tokenizer makes of labels, kept: all comments are asked for the same one. */
export interface Spellings {
  trieOf(label: LabelSpecification): Promise<LabelTrie>;
  lengthOf(text: string): Promise<number>;
}

type Asked = Pick<Question, 'model' | 'extent' | 'hasSystemRole'> & { request: Request; label: LabelSpecification };

/**
 * Reads the probabilities of all labels after a prompt, and draws the reply from them. Exact: what the server does not
 * list among its likeliest tokens, it is made to write.
 */
export async function scoreLabel(
  { tokens, spellings }: { tokens: TokenServer; spellings: Spellings },
  { request, label, extent, hasSystemRole, model: asked }: Asked,
): Promise<Reply> {
  const { droppedBlocks } = extent;
  const trie = await spellings.trieOf(label);
  const turns = turnsOf(request, request.history.slice(droppedBlocks));
  const prompt = await tokens.render(messagesOf(request.system, turns, hasSystemRole));
  const { chances, model } = await readTrie(tokens, prompt, trie);
  const reply = drawLabel(label, scoreLabels(trie, chances), request.sampling);
  return {
    ...reply,
    prompt_tokens: prompt.length,
    completion_tokens: await spellings.lengthOf(reply.text),
    dropped_blocks: droppedBlocks,
    ...(model !== undefined && model !== asked && { served_model: model }),
  };
}

async function readTrie(
  tokens: TokenServer,
  prompt: readonly number[],
  { visits }: LabelTrie,
): Promise<{ chances: readonly (readonly number[])[]; model: string | undefined }> {
  const prompts = visits.map(({ path }) => [...prompt, ...path]);
  const { next, model } = await tokens.read(prompts.map((one) => ({ prompt: one })));
  const known = next.map((listed) => new Map(listed));
  const unlisted = visits.flatMap((visit, at) =>
    visit.next.filter((token) => !known[at]?.has(token)).map((token) => ({ at, token })),
  );
  const forced = await tokens.read(unlisted.map(({ at, token }) => ({ prompt: prompts[at] ?? [], forced: token })));
  for (const [place, { at, token }] of unlisted.entries())
    known[at]?.set(token, forced.next[place]?.get(token) ?? -Infinity);
  const chances = visits.map((visit, at) => visit.next.map((token) => known[at]?.get(token) ?? -Infinity));
  return { chances, model };
}

export function openSpellings(tokens: TokenServer): Spellings {
  const tries = new Map<string, Promise<LabelTrie>>();
  const lengths = new Map<string, number>();
  return {
    trieOf(label) {
      const key = JSON.stringify(label);
      const trie = tries.get(key) ?? openTrie(tokens, label);
      tries.set(key, trie);
      trie.catch(() => tries.delete(key));
      return trie;
    },
    async lengthOf(text) {
      const length = lengths.get(text) ?? (await encodeReply(tokens, text)).length;
      lengths.set(text, length);
      return length;
    },
  };
}

/** Asks for all texts in advance, one after the other: a long scale has hundreds. */
async function openTrie(tokens: TokenServer, label: LabelSpecification): Promise<LabelTrie> {
  const encoded = new Map<string, readonly number[]>();
  const decoded = new Map<string, string>();
  for (const text of textsOf(label)) {
    const ids = await encodeReply(tokens, text);
    encoded.set(text, ids);
    decoded.set(ids.join(), await tokens.decode(ids));
  }
  return openTries({
    encode: (text) => encoded.get(text) ?? [],
    decode: (ids) => decoded.get(ids.join()) ?? '',
  })(label);
}

/** As a text is spelled after a prompt: some tokenizers put a space before what they take for the start of a text. */
async function encodeReply(tokens: TokenServer, text: string): Promise<readonly number[]> {
  const line = await tokens.encode('\n');
  const ids = await tokens.encode(`\n${text}`);
  const startsAlike = line.length > 0 && line.every((id, at) => ids[at] === id);
  return startsAlike ? ids.slice(line.length) : tokens.encode(text);
}
