import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Completion, Sampling } from '../backend.js';
import { drawLabel } from '../draw-label.js';
import { openTries, scoreLabels, type LabelTrie } from '../label-trie.js';
import type { LabelSpecification } from '../label.js';
import type { Decoder, ScoreTask } from './decode-task.js';

type Prompt = Omit<ScoreTask, 'visit' | 'onChances'>;

/** Scores the labels after a prompt, and draws the reply from the scores. */
export async function scoreLabel(
  {
    model,
    decoder,
    trieOf,
  }: { model: LlamaModel; decoder: Decoder; trieOf: (label: LabelSpecification) => LabelTrie<Token> },
  { label, sampling }: { label: LabelSpecification; sampling: Sampling },
  prompt: Prompt,
): Promise<Pick<Completion, 'text' | 'finish_reason' | 'completion_tokens' | 'label_scores'>> {
  const trie = trieOf(label);
  const chances: (readonly number[])[] = [];
  await decoder.decode({
    ...prompt,
    visit: () => trie.visits[chances.length] ?? { path: [], next: [] },
    onChances: (logChances) => chances.push(logChances) < trie.visits.length,
  });
  const reply = drawLabel(label, scoreLabels(trie, chances), sampling);
  return { ...reply, completion_tokens: model.tokenize(reply.text).length };
}

/** The tries of a model's own tokens. */
export function openModelTries(model: LlamaModel): (label: LabelSpecification) => LabelTrie<Token> {
  return openTries({
    encode: (text) => model.tokenize(text, false, 'trimLeadingSpace'),
    decode: (tokens) => model.detokenize(tokens, false),
  });
}
