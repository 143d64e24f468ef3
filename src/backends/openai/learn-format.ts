import type { ChatConfig } from '../../config/engines/chat.js';
import type { ModelOf } from '../../config/engines/registry.js';
import { turnsOf, type PromptFormat } from '../backend.js';
import { Chat } from '../chat-template/chat.js';
import { greeting } from './probe-server.js';
import { todayIn, type ServerTemplate, type ShownTemplate, type Trial } from './read-template.js';

type Warn = (text: string) => void;

/** They ignore variables that their template does not know. */
const knowVariables = ['llamacpp', 'vllm', 'sglang'];

/** What a server is given for its chat template; undefined if it may reject the key and the config has none. */
export function variablesFor(kind: string, { variables, areGiven }: ChatConfig): Record<string, unknown> | undefined {
  if (knowVariables.includes(kind)) return { enable_thinking: false, thinking: false, ...variables };
  return areGiven === true ? { ...variables } : undefined;
}

/**
 * What the server shows of its chat template, as it is recorded. Warns of what the plan does not know: a message that is
 * left out, today's date, a text that differs from what its own template gives.
 */
export function learnFormat(
  shown: ShownTemplate,
  variables: PromptFormat['variables'],
  { config, warn }: { config: ModelOf<'openai'>; warn: Warn },
): PromptFormat {
  const format: PromptFormat = { rendered_by: 'server', ...(variables && { variables: { ...variables } }) };
  const { trial, template, marks } = shown;
  if (!trial) {
    warn(
      'openai: the server renders the chat template and cannot show the result, so what the model reads is not recorded',
    );
    return { ...format, ...marks, compared: false };
  }
  for (const flaw of flawsOf(trial, config.chat)) warn(`openai: ${flaw}`);
  if (template) compare(trial, template, { config, warn });
  return {
    ...format,
    ...marks,
    system_role: trial.hasSystemRole ? 'system' : 'user',
    compared: trial.missing.length === 0,
  };
}

function flawsOf({ text, missing }: Trial, { date }: ChatConfig): string[] {
  const flaws = missing.map(
    (part) => `the chat template of the server changes or leaves out what it is given (${JSON.stringify(part)})`,
  );
  const now = new Date();
  if (date === now.toISOString().slice(0, 10) || !todayIn(now).test(text)) return flaws;
  return [...flaws, "the chat template of the server shows today's date: the same run has other prompts tomorrow"];
}

function compare(
  { text: shown, hasSystemRole }: Trial,
  { text, ...marks }: ServerTemplate,
  { config, warn }: { config: ModelOf<'openai'>; warn: Warn },
): void {
  const vocabulary = { ...marks, specialTexts: [], wholeTexts: [], tokenize: () => [] };
  const ours = renderHere({ config, text, vocabulary });
  // llama-server adds BOS as a token, and takes it out of the text.
  const plain = (prompt: string): string =>
    marks.bosText !== '' && prompt.startsWith(marks.bosText) ? prompt.slice(marks.bosText.length) : prompt;
  // Ours closes a thought that the template opens.
  if (ours?.hasSystemRole === hasSystemRole && plain(ours.text).startsWith(plain(shown))) return;
  warn(
    'openai: the server renders its chat template differently from Jinja: show --prompt prints what the model reads',
  );
}

function renderHere({
  config: { name, chat },
  text,
  vocabulary,
}: {
  config: ModelOf<'openai'>;
  text: string;
  vocabulary: ConstructorParameters<typeof Chat>[0]['vocabulary'];
}): { text: string; hasSystemRole: boolean } | undefined {
  try {
    const options = { name, own: text, chat: { variables: chat.variables, date: chat.date }, log: () => undefined };
    const here = new Chat({ ...options, vocabulary, thinkingTokens: 0 });
    const { text: rendered } = here.write(greeting.system, turnsOf(greeting), false);
    return { text: rendered, hasSystemRole: here.format.system_role === 'system' };
  } catch {
    return undefined;
  }
}
