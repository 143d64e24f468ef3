import type { ChatConfig } from '../../config/engines/chat.js';
import type { ModelOf } from '../../config/engines/registry.js';
import { sha256 } from '../../sha256.js';
import { messagesOf, turnsOf, type PromptFormat, type ShownPrompt } from '../backend.js';
import { Chat } from '../chat-template/chat.js';
import { greeting } from './probe-server.js';
import { besideApi, readPrompt, type PromptReader } from './read-prompt.js';

type Warn = (text: string) => void;

/** They ignore variables that their template does not know. */
const knowVariables = ['llamacpp', 'vllm', 'sglang'];

/** What a server is given for its chat template; undefined if it may reject the key and the config has none. */
export function variablesFor(kind: string, { variables, areGiven }: ChatConfig): Record<string, unknown> | undefined {
  if (knowVariables.includes(kind)) return { enable_thinking: false, thinking: false, ...variables };
  return areGiven === true ? { ...variables } : undefined;
}

/**
 * Has the server render a trial prompt, where it can show the result, and warns of what the plan does not know: a
 * message that is left out, today's date, a text that differs from what its own template gives.
 */
export async function learnFormat(reader: PromptReader, config: ModelOf<'openai'>, warn: Warn): Promise<PromptFormat> {
  const { variables } = reader;
  const format: PromptFormat = { rendered_by: 'server', ...(variables && { variables: { ...variables } }) };
  const trial = await renderTrial(reader);
  if (!trial) {
    warn(
      'openai: the server renders the chat template and cannot show the result, so what the model reads is not recorded',
    );
    return { ...format, compared: false };
  }
  const { shown, hasSystemRole } = trial;
  const template = await templateOf(reader);
  for (const flaw of flawsOf(shown.text, config.chat)) warn(`openai: ${flaw}`);
  if (template) compare(shown.text, template, { config, hasSystemRole, warn });
  return {
    ...format,
    ...(template && { template_sha256: sha256(template.text) }),
    system_role: hasSystemRole ? 'system' : 'user',
    compared: true,
  };
}

/** A template that refuses system messages gets the system text at the head of the user's. */
async function renderTrial(reader: PromptReader): Promise<{ shown: ShownPrompt; hasSystemRole: boolean } | undefined> {
  for (const hasSystemRole of [true, false]) {
    const shown = await readPrompt(reader, messagesOf(greeting.system, turnsOf(greeting), hasSystemRole));
    if (shown) return { shown, hasSystemRole };
  }
  return undefined;
}

function flawsOf(text: string, { date }: ChatConfig): string[] {
  const missing = [greeting.system, greeting.closing].filter((part) => !text.includes(part));
  const flaws = missing.map(
    (part) => `the chat template of the server changes or leaves out what it is given (${JSON.stringify(part)})`,
  );
  const now = new Date();
  if (date === now.toISOString().slice(0, 10) || !todayIn(now).test(text)) return flaws;
  return [...flaws, "the chat template of the server shows today's date: the same run has other prompts tomorrow"];
}

/** `2025-03-01`, `1 Mar 2025`, `March 01, 2025`. */
function todayIn(now: Date): RegExp {
  const [, day, month, year] = now.toUTCString().split(/[ ,]+/);
  const date = `0?${Number(day)}`;
  return new RegExp(`${now.toISOString().slice(0, 10)}|${date} ${month}[a-z]* ${year}|${month}[a-z]* ${date}, ${year}`);
}

interface ServerTemplate {
  text: string;
  bosText: string;
  eosText: string;
}

/** llama-server tells its template. */
async function templateOf({ client, kind }: PromptReader): Promise<ServerTemplate | undefined> {
  if (kind !== 'llamacpp') return undefined;
  const props: unknown = await client.get(besideApi(client, '/props'), { timeout: 10_000 }).catch(() => undefined);
  const read = (key: string): string => {
    const value: unknown = typeof props === 'object' && props !== null ? Reflect.get(props, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const text = read('chat_template');
  return text === '' ? undefined : { text, bosText: read('bos_token'), eosText: read('eos_token') };
}

function compare(
  shown: string,
  { text, ...marks }: ServerTemplate,
  { config, hasSystemRole, warn }: { config: ModelOf<'openai'>; hasSystemRole: boolean; warn: Warn },
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
