import type { LlamaModel } from 'node-llama-cpp';
import { withContinuation, type Vocabulary } from '../chat-template/vocabulary.js';

/** The vocabulary of a GGUF file, as the rendering of prompts needs it. */
export function openVocabulary(model: LlamaModel): Vocabulary {
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  return {
    bosText: bosString ?? '',
    eosText: eosString ?? '',
    leadingBos: shouldPrependBosToken && bos !== null ? bos : undefined,
    ...readTexts(model),
    tokenize: withContinuation((text) => model.tokenize(text, true)),
  };
}

function readTexts(model: LlamaModel): Pick<Vocabulary, 'specialTexts' | 'wholeTexts'> {
  const [specialTexts, wholeTexts]: [string[], string[]] = [[], []];
  for (const token of model.iterateAllTokens()) {
    const { control, userDefined } = model.getTokenAttributes(token);
    if (control) specialTexts.push(model.detokenize([token], true));
    else if (userDefined) wholeTexts.push(model.detokenize([token], true));
  }
  return { specialTexts, wholeTexts };
}
