import { templateVariables } from '../ask-server.js';
import { askJson } from '../exchange.js';
import type { Server } from '../once-per-endpoint.js';
import { besideApi } from '../read-prompt.js';
import { llamaServerTokens } from './llama-server-tokens.js';
import type { Connection, TokenServer } from './token-server.js';
import { vllmTokens } from './vllm-tokens.js';

/** A list of all tokens of a vocabulary, some 100 bytes for each. */
const mostOfList = 64 * 1024 * 1024;

const ways: Readonly<Record<string, (connection: Connection) => TokenServer>> = {
  vllm: vllmTokens,
  llamacpp: llamaServerTokens,
};

/** Undefined for a kind of server that is not known to work with tokens. */
export function openTokenServer(server: Server, signal: AbortSignal): TokenServer | undefined {
  const { client, model, extraBody, timeoutMs } = server;
  const post: Connection['post'] = (path, body) =>
    askJson({ timeoutMs, signal, most: mostOfList }, (options) =>
      client.post(path.startsWith('/') ? besideApi(client, path) : `/${path}`, {
        body: { ...extraBody, ...body },
        ...options,
      }),
    );
  return ways[server.server]?.({ post, model, variables: templateVariables(server.variables) });
}
