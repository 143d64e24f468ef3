import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ChatConfig } from '../../config/engines/chat.js';
import type { PromptFormat } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { Chat } from '../chat-template/chat.js';
import type { ThoughtMarks } from '../chat-template/thought-marks.js';
import { modelProblem } from './check-gguf.js';
import { openVocabulary } from './open-vocabulary.js';

/** A prompt in tokens; the first `prefixLength` of them depend only on the system text. */
interface PromptTokens {
  text: string;
  tokens: readonly Token[];
  prefixLength: number;
  /** Whether the prompt ends inside a thought. */
  startsThinking: boolean;
  addsBos: boolean;
}

/** The marks around the thinking of a model before its reply. */
export interface ThoughtFormat extends ThoughtMarks {
  /** The closing mark, and the blank line that models write after it. */
  closingTokens: readonly Token[];
}

/** How the model expects its prompt, and how it ends a reply. */
export interface ChatFormat {
  record: PromptFormat;
  render: (system: string, turns: readonly string[], thinks: boolean) => PromptTokens;
  stopTokens: ReadonlySet<number>;
  /** End marks of more than one token. */
  stopTexts: readonly string[];
  thought: ThoughtFormat;
}

interface ChatOptions {
  chat: ChatConfig;
  /** The most tokens of thinking before a reply. */
  thinkingTokens: number;
  log: BackendLog;
}

/** The chat format of the model's own template, or of the one that the config names. */
export function openChatFormat(model: LlamaModel, options: ChatOptions): ChatFormat {
  const own = model.fileInfo.metadata.tokenizer.chat_template;
  const name = model.filename ?? 'the model';
  refuseChannels(name, own);
  const chat = new Chat({ ...options, name, own, vocabulary: openVocabulary(model) });
  const endTokens = model.tokenize(chat.endMark, true);
  return {
    record: chat.format,
    render: renderWithPrefix(chat),
    stopTokens: new Set(endTokens.length === 1 ? endTokens : []),
    stopTexts: endTokens.length > 1 ? [chat.endMark] : [],
    thought: { ...chat.thought, closingTokens: model.tokenize(`${chat.thought.closing}\n\n`, true) },
  };
}

/**
 * gpt-oss and similar models think and speak in channels of one reply, which cannot be told apart token by token here.
 */
function refuseChannels(name: string, template: string | undefined): void {
  if (!template?.includes('<|channel|>')) return;
  throw modelProblem(
    'SYNDISCO_MODEL_UNLOADABLE',
    `${name} writes its thinking into channels (the gpt-oss format), and the llama_cpp engine would publish it.`,
    'Serve it with llama-server or vLLM, which remove the thinking, and use library_type: openai; or use another model.',
  );
}

/**
 * Finds the prefix of each system text once: the common start of two prompts that differ only in their user message.
 */
function renderWithPrefix(chat: Chat): ChatFormat['render'] {
  const write = (system: string, turns: readonly string[], thinks: boolean): Omit<PromptTokens, 'prefixLength'> => {
    const { tokens, ...prompt } = chat.write(system, turns, thinks);
    return { ...prompt, tokens: tokens as readonly Token[] };
  };
  const prefixes = new Map<string, readonly Token[]>();
  const prefixOf = (system: string, thinks: boolean): readonly Token[] => {
    const key = `${thinks} ${system}`;
    const known = prefixes.get(key);
    if (known) return known;
    if (prefixes.size >= 1000) prefixes.clear();
    const [one, other] = [write(system, ['User'], thinks).tokens, write(system, ['9'], thinks).tokens];
    const prefix = one.slice(0, sharedLength(one, other));
    prefixes.set(key, prefix);
    return prefix;
  };
  return (system, turns, thinks) => {
    const prompt = write(system, turns, thinks);
    const shared = sharedLength(prefixOf(system, thinks), prompt.tokens);
    return { ...prompt, prefixLength: Math.min(shared, prompt.tokens.length - 1) };
  };
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((token, at) => token !== b[at]);
  return differs < 0 ? a.length : differs;
}
