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

function readTexts({
  _tokenizerJSON: json,
}: {
  _tokenizerJSON: unknown;
}): Pick<Vocabulary, 'specialTexts' | 'wholeTexts'> {
  const listed: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'added_tokens') : undefined;
  const added: { content?: unknown; special?: unknown }[] = Array.isArray(listed) ? listed : [];
  const textsOf = (tokens: typeof added): string[] =>
    tokens.map(({ content }) => content).filter((content) => typeof content === 'string');
  return {
    specialTexts: textsOf(added.filter(({ special }) => special === true)),
    wholeTexts: textsOf(added.filter(({ special }) => special !== true)),
  };
}
