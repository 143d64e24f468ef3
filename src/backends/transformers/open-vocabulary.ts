import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { withContinuation, type Vocabulary } from '../chat-template/vocabulary.js';

/** The vocabulary of a tokenizer.json, as the rendering of prompts needs it. */
export function openVocabulary(tokenizer: PreTrainedTokenizer): Vocabulary {
  return {
    bosText: textOf(tokenizer.bos_token),
    eosText: textOf(tokenizer.eos_token),
    leadingBos: leadingBos(tokenizer),
    ...readTexts(tokenizer),
    tokenize: withContinuation((text) => (text === '' ? [] : tokenizer.encode(text, { add_special_tokens: false }))),
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

interface AddedToken {
  content: string;
  special: boolean;
}

function readTexts({
  _tokenizerJSON: json,
}: {
  _tokenizerJSON: unknown;
}): Pick<Vocabulary, 'specialTexts' | 'wholeTexts'> {
  const listed: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'added_tokens') : undefined;
  const added = (Array.isArray(listed) ? (listed as unknown[]) : []).filter(isAddedToken);
  const textsOf = (special: boolean): string[] =>
    added.filter((token) => token.special === special).map(({ content }) => content);
  return { specialTexts: textsOf(true), wholeTexts: textsOf(false) };
}

function isAddedToken(token: unknown): token is AddedToken {
  const isObject = typeof token === 'object' && token !== null && 'content' in token && 'special' in token;
  return isObject && typeof token.content === 'string' && typeof token.special === 'boolean';
}
