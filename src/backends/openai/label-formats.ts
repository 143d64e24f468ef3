import type { BackendLog } from '../backend-log.js';
import type { Request } from '../backend.js';
import type { LabelSpecification } from '../label.js';
import { askServer } from './ask-server.js';
import type { Endpoint } from './endpoint.js';
import { formatsToTry, namesFormat, type LabelFormat } from './label-format.js';
import { OncePerEndpoint, type Server } from './once-per-endpoint.js';
import { greeting } from './probe-server.js';

/**
 * How each server holds replies to a label: found out once, before its first label, and said in the log. Null if the
 * server cannot, or if `extra_body` says how. Rejects with what a failing server throws. The signal aborts when the
 * engine is closed.
 */
export function openLabelFormats(log: BackendLog, closing: AbortSignal): OncePerEndpoint<LabelFormat | null> {
  return new OncePerEndpoint(async (endpoint, server) => {
    if (namesFormat(server.extraBody)) return null;
    const format = await findLabelFormat(endpoint, server, closing);
    if (format) log('info', `openai: ${endpoint.url} holds labels by ${format}`);
    else
      log(
        'warn',
        `openai: ${endpoint.url} cannot hold replies to the metrics, so replies are free text and labels may be invalid`,
      );
    return format;
  });
}

const label: LabelSpecification = [{ name: 'answer', values: ['held'] }];
const maxTokens = 64;

/** Nobody answers a greeting with the label, unless the server sees to it. */
const request: Request = { ...greeting, maxTokens, label };

/**
 * How a server holds replies to a label: the first way that works, or null if none does. A server that ignores what it
 * does not know answers all the same, so only the reply can tell. Throws what a server that fails throws.
 */
async function findLabelFormat(endpoint: Endpoint, server: Server, signal: AbortSignal): Promise<LabelFormat | null> {
  for (const format of formatsToTry(server.server)) {
    if (await isHeldBy(format, { endpoint, server }, signal)) return format;
  }
  return null;
}

async function isHeldBy(
  labelFormat: LabelFormat,
  { endpoint, server }: { endpoint: Endpoint; server: Server },
  signal: AbortSignal,
): Promise<boolean> {
  const extent = { droppedBlocks: 0, maxTokens };
  try {
    const { text } = await askServer({ ...server, labelFormat, hasSystemRole: false, request, extent }, signal);
    return text.replaceAll(/\s/g, '') === '{"answer":"held"}';
  } catch (error) {
    const { kind } = endpoint.judge(error);
    if (signal.aborted || kind === 'trouble' || kind === 'denied') throw error;
    return false;
  }
}
