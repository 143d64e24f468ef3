import type { LlamaModel } from 'node-llama-cpp';
import type { Vocabulary } from '../chat-template/vocabulary.js';

/** The vocabulary of a GGUF file, as the rendering of prompts needs it. */
export function openVocabulary(model: LlamaModel): Vocabulary {
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  return {
    bosText: bosString ?? '',
    eosText: eosString ?? '',
    leadingBos: shouldPrependBosToken && bos !== null ? bos : undefined,
    specialTexts: specialTextsOf(model),
    tokenize: (text, continues) => model.tokenize(text, true, continues ? 'trimLeadingSpace' : undefined),
  };
}

/** Control tokens, and others that are read as a whole, such as `<think>`, but not runs of white space. */
function specialTextsOf(model: LlamaModel): string[] {
  const texts: string[] = [];
  for (const token of model.iterateAllTokens()) {
    const { control, userDefined } = model.getTokenAttributes(token);
    if (!control && !userDefined) continue;
    const text = model.detokenize([token], true);
    if (text.trim() !== '') texts.push(text);
  }
  return texts;
}
