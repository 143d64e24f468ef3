import type { ChatWrapper, LlamaModel, LlamaText, Token } from 'node-llama-cpp';
import type { BackendLog } from '../backend-log.js';
import { modelProblem } from './check-gguf.js';

/** A prompt in tokens; the first `prefixLength` of them depend only on the system text. */
interface PromptTokens {
  tokens: readonly Token[];
  prefixLength: number;
}

/** The marks around the thinking of a model before its reply. */
export interface ThoughtFormat {
  opening: string;
  closing: string;
  /** The closing mark, and the blank line that models write after it. */
  closingTokens: readonly Token[];
}

/** How the model expects its prompt, and how it ends a reply. */
export interface ChatFormat {
  render: (system: string, user: string) => PromptTokens;
  stopTokens: ReadonlySet<number>;
  /** End marks of more than one token. */
  stopTexts: readonly string[];
  thought: ThoughtFormat;
  /** Whether the template itself opens a thought at the end of every prompt. */
  startsThinking: boolean;
}

type Render = (system: string, user: string) => LlamaText;

/**
 * The chat format of the model's own template; ChatML, with a warning, for a model without one. For templates without
 * system messages, node-llama-cpp puts the system text at the head of the user message.
 */
export async function openChatFormat(model: LlamaModel, log: BackendLog): Promise<ChatFormat> {
  const { resolveChatWrapper, ChatMLChatWrapper } = await import('node-llama-cpp');
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  refuseChannels(model, template);
  if (template === undefined)
    log(
      'warn',
      `${model.filename ?? 'the model'} has no chat template: using ChatML. Base models answer badly; use an instruction-tuned model.`,
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
  const render = renderWithPrefix(model, (system, user) => state(system, user).contextText, keepsBos);
  const thought = readThought(model, wrapper);
  const endOfPrompt = model.detokenize(render('System', 'User').tokens.slice(-16), true);
  return {
    render,
    ...readStops(model, state('', '').stopGenerationTriggers),
    thought,
    startsThinking: endOfPrompt.trimEnd().endsWith(thought.opening),
  };
}

/**
 * gpt-oss and similar models think and speak in channels of one reply, which cannot be told apart token by token here.
 */
function refuseChannels(model: LlamaModel, template: string | undefined): void {
  if (!template?.includes('<|channel|>')) return;
  throw modelProblem(
    'SYNDISCO_MODEL_UNLOADABLE',
    `${model.filename ?? 'The model'} writes its thinking into channels (the gpt-oss format), and the llama_cpp engine would publish it.`,
    'Serve it with llama-server or vLLM, which remove the thinking, and use library_type: openai; or use another model.',
  );
}

/** The marks of the model's own format if node-llama-cpp knows them, otherwise those that nearly all models use. */
function readThought(model: LlamaModel, wrapper: ChatWrapper): ThoughtFormat {
  const { prefix, suffix } = wrapper.settings.segments?.thought ?? {};
  const opening = markOf(model, prefix) ?? '<think>';
  const closing = markOf(model, suffix) ?? '</think>';
  return { opening, closing, closingTokens: model.tokenize(`${closing}\n\n`, true) };
}

function markOf(model: LlamaModel, mark: unknown): string | undefined {
  if (typeof mark === 'string') return mark.trim();
  const isText = typeof mark === 'object' && mark !== null && 'tokenize' in mark;
  return isText ? model.detokenize((mark as LlamaText).tokenize(model.tokenizer), true).trim() : undefined;
}

/**
 * Finds the prefix of each system text once: the common start of two prompts that differ only in their user message.
 */
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

/** node-llama-cpp starts some formats with a BOS token that neither the model nor its template asks for. */
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
