import { fail } from '../../errors.js';
import { isPlainPath, type HubUri } from '../../models/hub-uri.js';
import { askHub, describeTrouble, type HubConnection } from './hub-connection.js';

const mostBytes = 32 * 1024 * 1024;

/** A repository at one commit, so that a model whose files are replaced meanwhile is not mixed with its successor. */
export interface HubRepository {
  commit: string;
  files: readonly HubFile[];
}

export interface HubFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** What the hub says of a repository; files that have no sum, which are small ones, are left out. */
export async function describeRepository(hub: HubConnection, { repo, revision }: HubUri): Promise<HubRepository> {
  const url = `${hub.endpoint}/api/models/${repo}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const what = revision === 'main' ? repo : `${repo} at ${revision}`;
  const text = await readAtMost(await askHub(hub, { url, what })).catch((error: unknown) => {
    throw describeTrouble(hub, error);
  });
  const answer = parseAnswer(text);
  if (!isRecord(answer) || typeof answer['sha'] !== 'string' || !/^[0-9a-f]{40}$/.test(answer['sha']))
    throw notHub(hub.endpoint);
  const siblings: unknown[] = Array.isArray(answer['siblings']) ? answer['siblings'] : [];
  return { commit: answer['sha'], files: siblings.flatMap(fileOf) };
}

function fileOf(sibling: unknown): HubFile[] {
  if (!isRecord(sibling) || !isRecord(sibling['lfs'])) return [];
  const { rfilename: path, lfs } = sibling;
  const { sha256, size: bytes } = lfs;
  if (typeof path !== 'string' || !isPlainPath(path) || path.includes('\\')) return [];
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return [];
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0 ? [{ path, bytes, sha256 }] : [];
}

async function readAtMost({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notHub(endpoint: string): Error {
  const what = `${endpoint} does not answer as a hub of models does.`;
  const todo = 'Check HF_ENDPOINT, and whether a proxy or a login page of the network answers instead.';
  return fail({ code: 'SYNDISCO_HUB_UNREACHABLE', what, todo });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
