import { sha256 } from '../../sha256.js';
import { messagesOf, turnsOf, type PromptFormat } from '../backend.js';
import { greeting } from './probe-server.js';
import { askJson } from './exchange.js';
import { besideApi, patience, readPrompt, type PromptReader } from './read-prompt.js';

/** What a server shows of its chat template, as far as it shows any of it. */
export interface ShownTemplate {
  /** What it makes of a greeting. */
  trial: Trial | undefined;
  template: ServerTemplate | undefined;
  marks: TemplateMarks;
}

export interface Trial {
  text: string;
  hasSystemRole: boolean;
  /** The texts of the greeting that are not in it. */
  missing: readonly string[];
}

export interface ServerTemplate {
  text: string;
  bosText: string;
  eosText: string;
}

/** By which chat templates are told apart; empty if the server shows nothing. */
export type TemplateMarks = Pick<PromptFormat, 'template_sha256' | 'trial_sha256'>;

export async function readTemplate(reader: PromptReader): Promise<ShownTemplate> {
  const [trial, template] = await Promise.all([renderTrial(reader), readProps(reader)]);
  return { trial, template, marks: marksOf(trial, template) };
}

/** A template that refuses or leaves out system messages gets the system text at the head of the user's. */
async function renderTrial(reader: PromptReader): Promise<Trial | undefined> {
  const trials: Trial[] = [];
  for (const hasSystemRole of [true, false]) {
    const shown = await readPrompt(reader, messagesOf(greeting.system, turnsOf(greeting), hasSystemRole));
    if (!shown) continue;
    const missing = [greeting.system, greeting.closing].filter((part) => !shown.text.includes(part));
    trials.push({ text: shown.text, hasSystemRole, missing });
    if (missing.length === 0) break;
  }
  return trials.find(({ missing }) => missing.length === 0) ?? trials[0];
}

/** llama-server tells its template. */
async function readProps({ client, kind }: PromptReader): Promise<ServerTemplate | undefined> {
  if (kind !== 'llamacpp') return undefined;
  const asked = askJson(patience, (options) => client.get(besideApi(client, '/props'), options));
  const props = await asked.catch(() => undefined);
  const read = (key: string): string => {
    const value: unknown = typeof props === 'object' && props !== null ? Reflect.get(props, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const text = read('chat_template');
  return text === '' ? undefined : { text, bosText: read('bos_token'), eosText: read('eos_token') };
}

/** A day that the server's clock has put into the trial does not count: it is warned about. */
function marksOf(trial: Trial | undefined, template: ServerTemplate | undefined): TemplateMarks {
  if (template) return { template_sha256: sha256(template.text) };
  return trial ? { trial_sha256: sha256(trial.text.replace(todayIn(new Date()), 'today')) } : {};
}

/** `2025-03-01`, `1 Mar 2025`, `March 01, 2025`. */
export function todayIn(now: Date): RegExp {
  const [, day, month, year] = now.toUTCString().split(/[ ,]+/);
  const date = `0?${Number(day)}`;
  return new RegExp(`${now.toISOString().slice(0, 10)}|${date} ${month}[a-z]* ${year}|${month}[a-z]* ${date}, ${year}`);
}
