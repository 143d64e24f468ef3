import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { fail } from '../../errors.js';
import type { PromptFormat } from '../backend.js';
import { Chat } from '../chat-template/chat.js';
import type { TemplateSource } from '../chat-template/choose-template.js';
import { openVocabulary } from './open-vocabulary.js';

/** How the model expects its prompt, and how it ends a reply. */
export interface ChatFormat {
  record: PromptFormat;
  render: (system: string, turns: readonly string[]) => { text: string; tokens: readonly number[]; addsBos: boolean };
  /** The token that ends a turn, if the template has one. */
  stopTokens: readonly number[];
  /** End marks of more than one token. */
  stopTexts: readonly string[];
}

/** The chat format of the model's own template, or of the one that the config names. Throws for models that think in channels. */
export function openChatFormat(tokenizer: PreTrainedTokenizer, source: Omit<TemplateSource, 'own'>): ChatFormat {
  const own = ownTemplate(tokenizer);
  if (own?.includes('<|channel|>')) throw thinksInChannels(source.name);
  const vocabulary = openVocabulary(tokenizer);
  const chat = new Chat({ ...source, own, vocabulary, thinkingTokens: 0 });
  const endTokens = chat.endMark === '' ? [] : vocabulary.tokenize(chat.endMark, true);
  return {
    record: chat.format,
    render: (system, turns) => chat.write(system, turns, false),
    stopTokens: endTokens.length === 1 ? endTokens : [],
    stopTexts: endTokens.length > 1 ? [chat.endMark] : [],
  };
}

function ownTemplate(tokenizer: PreTrainedTokenizer): string | undefined {
  try {
    return tokenizer.get_chat_template();
  } catch {
    return undefined;
  }
}

/** gpt-oss and similar models think and speak in channels of one reply: the thinking would be published. */
function thinksInChannels(name: string): Error {
  return fail({
    code: 'SYNDISCO_MODEL_UNLOADABLE',
    path: 'model_parameters.general.model_path',
    what: `${name} writes its thinking into channels (the gpt-oss format), and the transformers engine would publish it.`,
    todo: 'Serve it with llama-server or vLLM, which remove the thinking, and use library_type: openai; or use another model.',
  });
}
