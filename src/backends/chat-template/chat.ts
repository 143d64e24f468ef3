import { messagesOf, type Message, type PromptFormat } from '../backend.js';
import { sha256 } from '../../sha256.js';
import { chooseTemplate, type TemplateSource } from './choose-template.js';
import { compileTemplate, TemplateFault } from './compile-template.js';
import { ContentGuard } from './protect-contents.js';
import { closeThought, thoughtMarksIn, type ThoughtMarks } from './thought-marks.js';
import type { Vocabulary } from './vocabulary.js';

/** A prompt as the model reads it. */
export interface WrittenPrompt {
  text: string;
  tokens: readonly number[];
  /** Whether it ends inside a thought. */
  startsThinking: boolean;
  /** The first token is a BOS that the tokenizer asks for and the template does not write. */
  addsBos: boolean;
}

interface ChatOptions extends TemplateSource {
  vocabulary: Vocabulary;
  /** The most tokens of thinking before a reply; 0 turns thinking off. */
  thinkingTokens: number;
}

/** Whether the model may think before this reply. */
type Thinks = boolean;

type RenderMessages = (messages: readonly Message[], thinks: Thinks, isPrompt?: boolean) => string;

/** How a model is spoken to: the same in every engine that renders prompts itself. */
export class Chat {
  readonly format: PromptFormat;
  readonly thought: ThoughtMarks;
  /** What the template writes after a reply, such as `<|im_end|>`; empty if that is no mark. */
  readonly endMark: string;
  readonly #render: RenderMessages;
  readonly #vocabulary: Vocabulary;
  readonly #guard: ContentGuard;
  /** False for a template that refuses or ignores system messages: the system text then precedes the user's. */
  readonly #takesSystem: boolean;
  readonly #explain: (fault: unknown) => Error;

  /** Throws SYNDISCO_CHAT_TEMPLATE_INVALID if the template fails, or does not show what it is given. */
  constructor(options: ChatOptions) {
    const { vocabulary, chat, thinkingTokens } = options;
    const { from, text, explain } = chooseTemplate(options);
    const variables = (thinks: Thinks): object => ({
      ...thinkingVariables(thinks ? thinkingTokens : 0),
      ...chat.variables,
    });
    try {
      this.#render = openTemplate(text, { date: chat.date, vocabulary, variables });
      this.#takesSystem = takesSystem(this.#render, thinkingTokens > 0);
      requireWholeContents(this.#render, this.#takesSystem);
    } catch (fault) {
      throw explain(fault);
    }
    this.#explain = explain;
    this.#vocabulary = vocabulary;
    this.#guard = new ContentGuard(textsToGuard(vocabulary, text), text);
    this.thought = thoughtMarksIn(text);
    this.endMark = endMarkOf(this.#render);
    this.format = {
      rendered_by: 'engine',
      chat_template: from,
      template_sha256: sha256(text),
      variables: { ...variables(thinkingTokens > 0) },
      system_role: this.#takesSystem ? 'system' : 'user',
    };
  }

  /**
   * The prompt for a reply. What is special to the tokenizer is so only where the template writes it, not in the
   * contents. Throws SYNDISCO_CHAT_TEMPLATE_INVALID if the template fails on it.
   */
  write(system: string, turns: readonly string[], thinks: Thinks): WrittenPrompt {
    const guarded = this.#guard.guard([system, ...turns]);
    const [guardedSystem = system, ...guardedTurns] = guarded?.texts ?? [system, ...turns];
    const rendered = this.#renderPrompt(guardedSystem, guardedTurns, thinks);
    const pieces = guarded ? rendered.split(guarded.mark) : [rendered];
    const text = pieces.join('');
    const tokens = pieces.flatMap((piece, place) => this.#vocabulary.tokenize(piece, place > 0));
    const { leadingBos } = this.#vocabulary;
    const addsBos = leadingBos !== undefined && tokens[0] !== leadingBos;
    return {
      text,
      tokens: addsBos ? [leadingBos, ...tokens] : tokens,
      startsThinking: thinks && text.trimEnd().endsWith(this.thought.opening),
      addsBos,
    };
  }

  /** A thought that the template opens is closed at once where none is wanted. */
  #renderPrompt(system: string, turns: readonly string[], thinks: Thinks): string {
    const text = this.#tryRender(messagesOf(system, turns, this.#takesSystem), thinks);
    return !thinks && text.trimEnd().endsWith(this.thought.opening) ? closeThought(text, this.thought) : text;
  }

  #tryRender(messages: readonly Message[], thinks: Thinks): string {
    try {
      return this.#render(messages, thinks);
    } catch (fault) {
      throw this.#explain(fault);
    }
  }
}

/** `<think>`, `[INST]`, `<|im_end|>`: not letters, digits or blanks, which some tokenizers also read as a whole. */
const mark = /^(<.+>|\[.+\])$/su;

/** A text that is only read as a whole counts as special if it looks like a mark or if the template writes it. */
function textsToGuard({ specialTexts, wholeTexts }: Vocabulary, template: string): string[] {
  const special = wholeTexts.filter((text) => mark.test(text.trim()) || template.includes(text));
  return [...specialTexts, ...special].filter((text) => text.trim() !== '');
}

function openTemplate(
  template: string,
  { date, vocabulary, variables }: { date: string; vocabulary: Vocabulary; variables: (thinks: Thinks) => object },
): RenderMessages {
  const compiled = compileTemplate(template, date);
  const tokens = { bos_token: vocabulary.bosText, eos_token: vocabulary.eosText };
  return (messages, thinks, isPrompt = true) =>
    compiled({ ...tokens, ...variables(thinks), messages, add_generation_prompt: isPrompt });
}

/** What templates call thinking: `enable_thinking` in most, `thinking` and `thinking_budget` in some. */
function thinkingVariables(tokens: number): object {
  return { enable_thinking: tokens > 0, thinking: tokens > 0, thinking_budget: tokens };
}

/** Compares renderings instead of looking for the contents in them, since a template may change them. */
function takesSystem(render: RenderMessages, mayThink: boolean): boolean {
  const write = (system: string | undefined, user: string): string =>
    [...new Set([false, mayThink])].map((thinks) => render(chatOf(system, user), thinks)).join('');
  let isRefused: unknown;
  try {
    requireUser(write('one', 'one') !== write('one', 'two'));
    if (write('one', 'one') !== write('two', 'one')) return true;
  } catch (fault) {
    isRefused = fault;
  }
  try {
    requireUser(write(undefined, 'one') !== write(undefined, 'two'));
    return false;
  } catch (fault) {
    throw isRefused ?? fault;
  }
}

function requireUser(isShown: boolean): void {
  if (!isShown) throw new TemplateFault('it leaves out the message of the user');
}

/** A long content has to be in the prompt from its beginning to its end. */
function requireWholeContents(render: RenderMessages, hasSystemRole: boolean): void {
  const write = (system: string, user: string): string => render(messagesOf(system, [user], hasSystemRole), false);
  const long = (at = -1): string => Array.from({ length: 3 }, (_, part) => longText(part === at)).join('');
  const whole = write(long(), long());
  for (const at of [0, 1, 2]) {
    if (write(long(at), long()) === whole) throw new TemplateFault('it leaves out a part of a long system text');
    if (write(long(), long(at)) === whole)
      throw new TemplateFault('it leaves out a part of a long message of the user');
  }
}

/** Longer than most comments, with the lines that a history has. */
function longText(isMarked: boolean): string {
  return `User anna posted:\n${'Free buses help everyone. '.repeat(80)}${isMarked ? 'No.' : 'Yes.'}\n\n`;
}

function chatOf(system: string | undefined, user: string): readonly Message[] {
  const first: readonly Message[] = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...first, { role: 'user', content: user }];
}

/** Of `Hm.<|im_end|>\n<|im_start|>user` it is `<|im_end|>`. Not every template can render a reply. */
function endMarkOf(render: RenderMessages): string {
  const [reply, next] = ['Hm, hm.', 'Well, well.'];
  try {
    const chat: readonly Message[] = [...chatOf(undefined, 'Yes?'), { role: 'assistant', content: reply }];
    const text = render([...chat, { role: 'user', content: next }], false, false);
    const after = text.slice(text.lastIndexOf(reply) + reply.length);
    return text.includes(reply) ? (/^\s*(<[^<>\s]+>|\[[^[\]\s]+\])/.exec(after)?.[1] ?? '') : '';
  } catch {
    return '';
  }
}
