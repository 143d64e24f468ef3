import type { ConfigReading } from '../config-reading.js';
import type { ChatConfig } from '../engines/chat.js';
import { engineOf } from '../engines/registry.js';
import { configCodes } from '../../source/file-codes.js';
import { readText } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';

const maxBytes = 256 * 1024;
const templatePath = ['model_parameters', 'general', 'chat_template'];
const variablesPath = ['model_parameters', 'general', 'template_variables'];
/** The day that Meta's own templates fall back to. */
const usualDate = '26 Jul 2024';
/** What the engine itself tells every template. */
const reserved = ['messages', 'add_generation_prompt', 'bos_token', 'eos_token'];

/** Reads the file that `chat_template` names, for `resolveChat`. */
export async function readChatTemplate(reading: ConfigReading): Promise<void> {
  const path = reading.given.model_parameters?.general?.chat_template;
  if (path === undefined || isBuiltIn(path)) return;
  const file = reading.absolute(path);
  const named = { path: templatePath.join('.'), where: reading.document.whereValue(templatePath) };
  const { source, bytes, problem } = await readText({
    file,
    codes: { ...configCodes, relativeTo: 'the folder of the config file' },
    maxBytes,
    named,
  });
  if (source) reading.chatTemplateFile = { path: file, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
  else reading.problems.push(problem);
}

/** Resolves how prompts are rendered, with a fixed day in place of a clock. */
export function resolveChat(reading: ConfigReading, engine: string, given: object): ChatConfig {
  const variables = { date_string: usualDate, ...given };
  for (const name of reserved.filter((one) => Object.hasOwn(given, one))) {
    const what = `${name} is not a variable of your own: every template gets it from the engine.`;
    reading.reportContradiction([...variablesPath, name], what, 'Remove it.');
  }
  const areGiven = Object.keys(given).length > 0;
  if (areGiven) checkVariables(reading, engine, given);
  return {
    ...resolveTemplate(reading, engine),
    variables,
    ...(areGiven && { areGiven }),
    date: resolveDate(reading, variables.date_string),
  };
}

function checkVariables(reading: ConfigReading, engine: string, given: object): void {
  if (engine !== '' && engine !== 'openai' && !engineOf({ engine }).rendersHere) {
    const what = `template_variables have no effect with library_type ${engine}: it has no chat template.`;
    reading.reportContradiction(variablesPath, what, 'Remove them.');
  }
  for (const path of pathsOfNumbers(given)) {
    const what = 'A template variable has to be text, a finite number, true, false, null, a list or a mapping.';
    reading.reportContradiction([...variablesPath, ...path], what, 'Write a number, or put it in quotes.');
  }
}

/** Of those that are not finite: `.inf`, `.nan`. */
function pathsOfNumbers(value: unknown): string[][] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsOfNumbers(inner).map((path) => [key, ...path]));
}

function resolveTemplate(reading: ConfigReading, engine: string): Pick<ChatConfig, 'template'> {
  const given = reading.given.model_parameters?.general?.chat_template;
  if (given === undefined) return {};
  if (!engineOf({ engine }).rendersHere) {
    const what = `chat_template has no effect with library_type ${engine}: it does not render prompts here.`;
    const todo = engine === 'openai' ? 'Remove it, and start the server with the template.' : 'Remove it.';
    reading.reportContradiction(templatePath, what, todo);
  }
  if (isBuiltIn(given)) return { template: given };
  return reading.chatTemplateFile ? { template: reading.chatTemplateFile } : {};
}

function isBuiltIn(template: string): template is 'chatml' | 'alpaca' {
  return template === 'chatml' || template === 'alpaca';
}

/** The ISO form of `26 Jul 2024`, `26 July 2024` or `2024-07-26`. */
function resolveDate(reading: ConfigReading, given: unknown): string {
  const date = typeof given === 'string' ? isoDate(given) : undefined;
  if (date !== undefined) return date;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `date_string ${showValue(given)} is not a date.`,
    todo: 'Write it as 26 Jul 2024 or "2024-07-26".',
    path: [...variablesPath, 'date_string'].join('.'),
    where: reading.document.whereValue([...variablesPath, 'date_string']),
  });
  return resolveDate(reading, usualDate);
}

const months = 'january february march april may june july august september october november december'.split(' ');

function isoDate(text: string): string | undefined {
  const [, day = '', name = '', year = ''] = /^(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})$/.exec(text) ?? [];
  const month = months.findIndex((one) => [one, one.slice(0, 3)].includes(name.toLowerCase())) + 1;
  const iso = year === '' ? text : `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : undefined;
}
