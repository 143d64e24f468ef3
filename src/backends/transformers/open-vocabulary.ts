import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { Vocabulary } from '../chat-template/vocabulary.js';

/** The vocabulary of a tokenizer.json, as the rendering of prompts needs it. */
export function openVocabulary(tokenizer: PreTrainedTokenizer): Vocabulary {
  const encode = (text: string): number[] => (text === '' ? [] : tokenizer.encode(text, { add_special_tokens: false }));
  return {
    bosText: textOf(tokenizer.bos_token),
    eosText: textOf(tokenizer.eos_token),
    leadingBos: leadingBos(tokenizer),
    specialTexts: specialTextsOf(tokenizer),
    tokenize: (text, continues) => (continues ? encodeContinued(encode, text) : encode(text)),
  };
}

/** Typed as a string, but absent in many tokenizers. */
function textOf(token: unknown): string {
  return typeof token === 'string' ? token : '';
}

/** Some tokenizers put BOS in front of every text. */
function leadingBos(tokenizer: PreTrainedTokenizer): number | undefined {
  const [first] = tokenizer.encode('a');
  return first !== undefined && first === tokenizer.bos_token_id ? first : undefined;
}

/** Special tokens, and others that are read as a whole, such as `<think>`, but not runs of white space. */
function specialTextsOf({ _tokenizerJSON: json }: { _tokenizerJSON: unknown }): string[] {
  const added: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'added_tokens') : undefined;
  const contents = (Array.isArray(added) ? added : []).map((token: { content?: unknown }) => token.content);
  return contents.filter((text) => typeof text === 'string').filter((text) => text.trim() !== '');
}

/** Some tokenizers put a space in front of a text, but not after a line break within one. */
function encodeContinued(encode: (text: string) => number[], text: string): number[] {
  const [lead, whole] = [encode('\n'), encode(`\n${text}`)];
  return lead.every((token, at) => whole[at] === token) ? whole.slice(lead.length) : encode(text);
}
