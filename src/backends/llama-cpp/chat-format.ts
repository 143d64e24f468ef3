import type { LlamaModel, LlamaText, Token } from 'node-llama-cpp';
import type { BackendLog } from '../backend-log.js';

/** A prompt in tokens; `prefixLength` of them depend on the system text alone. */
interface PromptTokens {
  tokens: readonly Token[];
  prefixLength: number;
}

/** How the model wants to be spoken to, and how it ends a reply. */
export interface ChatFormat {
  render: (system: string, user: string) => PromptTokens;
  stopTokens: ReadonlySet<number>;
  /** Ends that are not single tokens. */
  stopTexts: readonly string[];
}

type Render = (system: string, user: string) => LlamaText;

/**
 * The chat format of the model's own template; ChatML, with a warning, for a model without one.
 * Templates that know no system message get it at the head of the user message (node-llama-cpp sees to that).
 */
export async function openChatFormat(model: LlamaModel, log: BackendLog): Promise<ChatFormat> {
  const { resolveChatWrapper, ChatMLChatWrapper } = await import('node-llama-cpp');
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  if (template === undefined)
    log(
      'warn',
      `${model.filename ?? 'the model'} has no chat template: using ChatML. A base model answers badly; an instruct model is meant to be used here.`,
    );
  const wrapper = template === undefined ? new ChatMLChatWrapper() : resolveChatWrapper(model, { warningLogs: false });
  const state = (system: string, user: string): ReturnType<typeof wrapper.generateContextState> =>
    wrapper.generateContextState({
      chatHistory: [
        { type: 'system', text: system },
        { type: 'user', text: user },
        { type: 'model', response: [] },
      ],
    });
  const keepsBos = model.tokens.shouldPrependBosToken || (template?.includes('bos_token') ?? false);
  return {
    render: renderWithPrefix(model, (system, user) => state(system, user).contextText, keepsBos),
    ...readStops(model, state('', '').stopGenerationTriggers),
  };
}

/** Finds the prefix of each system text once: what two prompts that differ in their user message alone have in common. */
function renderWithPrefix(model: LlamaModel, render: Render, keepsBos: boolean): ChatFormat['render'] {
  const tokenize = (system: string, user: string): Token[] =>
    withoutStrayBos(model, render(system, user).tokenize(model.tokenizer), keepsBos);
  const prefixes = new Map<string, readonly Token[]>();
  const prefixOf = (system: string): readonly Token[] => {
    const known = prefixes.get(system);
    if (known) return known;
    if (prefixes.size >= 1000) prefixes.clear();
    const [one, other] = [tokenize(system, 'User'), tokenize(system, '9')];
    const prefix = one.slice(0, sharedLength(one, other));
    prefixes.set(system, prefix);
    return prefix;
  };
  return (system, user) => {
    const tokens = tokenize(system, user);
    return { tokens, prefixLength: Math.min(sharedLength(prefixOf(system), tokens), tokens.length - 1) };
  };
}

/** node-llama-cpp opens some formats with a BOS token that neither the model nor its template asks for. */
function withoutStrayBos(model: LlamaModel, tokens: Token[], keepsBos: boolean): Token[] {
  return !keepsBos && tokens[0] === model.tokens.bos ? tokens.slice(1) : tokens;
}

function readStops(model: LlamaModel, triggers: readonly LlamaText[]): Pick<ChatFormat, 'stopTokens' | 'stopTexts'> {
  const tokenized = triggers.map((trigger) => ({ trigger, tokens: trigger.tokenize(model.tokenizer) }));
  const single = tokenized.flatMap(({ tokens }) => (tokens.length === 1 ? tokens : []));
  const longer = tokenized.filter(({ tokens }) => tokens.length > 1);
  return { stopTokens: new Set(single), stopTexts: longer.map(({ trigger }) => trigger.toString()) };
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((token, at) => token !== b[at]);
  return differs < 0 ? a.length : differs;
}
