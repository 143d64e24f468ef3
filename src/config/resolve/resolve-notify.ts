import { basename, dirname } from 'node:path';
import { keepSecret } from '../../redact.js';
import { suggest } from '../../source/suggest.js';
import type { ConfigReading } from '../config-reading.js';
import type { ExperimentConfig } from '../experiment-config.js';
import { placeholderPattern, placeholders, type NotifyConfig } from '../notify-config.js';
import { withDefaults } from './with-defaults.js';

/** Resolves the notify section; empty if there is none. */
export function resolveNotify(reading: ConfigReading): Pick<ExperimentConfig, 'notify'> {
  const { notify } = reading.given;
  if (!notify) return {};
  const { events, stalled_after_s: stalledAfterS } = withDefaults(['notify'], notify, ['command', 'webhook']);
  if (!['command', 'webhook'].some((key) => reading.document.has(['notify', key])))
    reading.reportMissing(['notify', 'command'], 'Add notify.command or notify.webhook: who is to be told.');
  return { notify: { events, ...resolveCommand(reading), ...resolveWebhook(reading), stalledAfterS } };
}

const shells = new Set(['sh', 'bash', 'dash', 'ksh', 'zsh', 'fish']);

function resolveCommand(reading: ConfigReading): Pick<NotifyConfig, 'command'> {
  const [program, ...args] = reading.given.notify?.command ?? [];
  if (program === undefined) return {};
  args.forEach((arg, index) => {
    reportUnknown(reading, ['notify', 'command', `${index + 1}`], arg);
  });
  if (shells.has(basename(program))) refuseScript(reading, args);
  const path = /^~?.*\//.test(program) ? reading.absolute(program) : program;
  return { command: { program: path, args, dir: dirname(reading.file) } };
}

/** A reason may quote what a server said, which a shell would run. */
function refuseScript(reading: ConfigReading, args: readonly string[]): void {
  const option = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  if (option === -1 || (args[option + 1] ?? '').search(placeholderPattern) === -1) return;
  reading.reportContradiction(
    ['notify', 'command', `${option + 2}`],
    'A placeholder in the text of a shell script would be run as a part of it.',
    `Pass it as an argument: [sh, -c, 'echo "$1"', sh, "{message}"].`,
  );
}

function resolveWebhook(reading: ConfigReading): Pick<NotifyConfig, 'webhook'> {
  const { webhook } = reading.given.notify ?? {};
  const { url_env: urlEnv } = webhook ?? {};
  if (urlEnv === undefined) return {};
  const { body } = withDefaults(['notify', 'webhook'], webhook, ['url_env']);
  for (const text of textsIn(body)) reportUnknown(reading, ['notify', 'webhook', 'body'], text);
  keepAddress(process.env[urlEnv] ?? '');
  return { webhook: { urlEnv, body } };
}

/** A server may answer with its path alone. */
function keepAddress(address: string): void {
  keepSecret(address);
  if (!URL.canParse(address)) return;
  const { pathname, search } = new URL(address);
  keepSecret(pathname + search);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function reportUnknown(reading: ConfigReading, path: readonly string[], text: string): void {
  for (const [written, name = ''] of text.matchAll(placeholderPattern)) {
    if (placeholders.some((known) => known === name)) continue;
    const meant = suggest(name, placeholders);
    const all = placeholders.map((known) => `{${known}}`).join(', ');
    reading.problems.push({
      code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
      what: `There is no placeholder ${written}.`,
      todo: meant === undefined ? `Use one of ${all}.` : `Did you mean {${meant}}?`,
      path: path.join('.'),
      where: reading.document.whereValue(path),
    });
  }
}
