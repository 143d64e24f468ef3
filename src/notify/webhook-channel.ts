import type { NotifyConfig } from '../config/notify-config.js';
import { brief } from './brief.js';
import { limitMs, type Channel } from './channel.js';
import { fillInAll } from './fill-in.js';

type Webhook = NonNullable<NotifyConfig['webhook']>;

const longestAnswer = 200;

/**
 * Posts a JSON object. Whoever knows the address of a webhook can use it, so it is in no message, not even in what the
 * server or the system says of it, and a redirect is not followed.
 */
export function webhookChannel({ urlEnv, body }: Webhook): Channel {
  return {
    name: `the webhook in $${urlEnv}`,
    check: () => Promise.resolve(faultOf(process.env[urlEnv])),
    async send(notice) {
      const address = process.env[urlEnv] ?? '';
      const fault = faultOf(address);
      if (fault !== undefined) return fault;
      try {
        return await post(address, fillInAll(body, notice));
      } catch (error) {
        return whyFailed(error);
      }
    },
  };
}

function faultOf(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return 'the variable is not set';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'the variable does not contain a web address';
  return url.username || url.password ? 'its address must not contain a user name or a password' : undefined;
}

async function post(address: string, body: unknown): Promise<string | undefined> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  const { status, ok } = response;
  const answer = ok ? '' : await firstPart(response).catch(() => '');
  await response.body?.cancel().catch(() => undefined);
  if (ok) return undefined;
  if (status >= 300 && status < 400) return `it answered with ${status}: a redirect, which is not followed`;
  if (quotes(answer, address)) return `it answered with ${status}, and with a part of its address, which is not shown`;
  const said = brief(answer, longestAnswer);
  return `it answered with ${status}${said && `: ${said}`}`;
}

async function firstPart({ body }: Response): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  const part = await reader?.read();
  reader?.releaseLock();
  return new TextDecoder().decode(part?.value);
}

/** A server may quote any part of the address that it was asked at, as it is written or decoded. */
function quotes(answer: string, address: string): boolean {
  const { host, pathname, search } = new URL(address);
  const written = [host, ...pathname.split('/'), ...search.split(/[?&=]/)];
  const parts = [...written, ...written.map(decoded)].filter((part) => part.length >= 4);
  return parts.some((part) => [answer, decoded(answer)].some((text) => text.includes(part)));
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString());
}

/** By its code alone: the system's messages name the host. */
function whyFailed(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `it did not answer within ${limitMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `the connection failed${code}`;
}
