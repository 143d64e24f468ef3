import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail, SyndiscoError } from '../../errors.js';
import { storageError } from '../../store/disk/storage-error.js';
import type { HubFile } from './describe-repository.js';
import { askHub, describeStatus, describeTrouble, type HubConnection } from './hub-connection.js';

/** Forever: when the downloader gives up, a rejection is left that nobody handles. `patienceMs` ends it instead. */
const retry = { forever: true, factor: 2, minTimeout: 500, maxTimeout: 15_000 };
const usualPatienceMs = 5 * 60_000;
/**
 * What is kept of a download when it is interrupted, and told of it: whole chunks. The downloader counts the last one as
 * whole, however short it is, so a small file needs small ones.
 */
const chunksPerFile = 256;
const chunkBytes = { least: 64 * 1024, most: 5 * 1024 * 1024 };

export interface Download {
  hub: HubConnection;
  url: string;
  file: HubFile;
  /** Where it goes; until it is complete, with `.ipull` at its end. */
  to: string;
  onProgress: (bytes: number) => void;
  /** How long nothing may arrive. */
  patienceMs?: number;
}

/**
 * Downloads a file with the downloader that node-llama-cpp has: in three streams, and going on where an earlier process
 * was killed. Each stream asks the hub anew and is redirected anew: so the address that a file is served at may be
 * signed for an hour only, and the token goes to the hub alone. Checks the length; the sum is for the caller to check.
 */
export async function downloadFile(download: Download): Promise<void> {
  const { hub, file } = download;
  try {
    if (await takesRanges(download)) await downloadParts(download);
    else await downloadWhole(download);
  } catch (error) {
    throw describeFailure(hub, error, file);
  }
}

/** Asks for the first byte: what the answer says of the file must be what the hub's list says of it. */
async function takesRanges({ hub, url, file }: Download): Promise<boolean> {
  const response = await askHub(hub, { url, what: file.path, headers: { range: 'bytes=0-0' } });
  await response.body?.cancel();
  const isPart = response.status === 206;
  const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const length = isPart ? total : response.headers.get('content-length');
  if (length !== undefined && length !== null && Number(length) !== file.bytes) {
    const what = `${file.path} has ${file.bytes} bytes in the list of ${hub.endpoint}, but ${length} where it is served.`;
    const todo = 'Try again later, or set HF_ENDPOINT to another mirror.';
    throw fail({ code: 'SYNDISCO_MODEL_CORRUPT', what, todo });
  }
  return isPart && total !== undefined;
}

async function downloadParts({
  hub,
  url,
  file,
  to,
  onProgress,
  patienceMs = usualPatienceMs,
}: Download): Promise<void> {
  const { downloadFile: open } = await import('ipull');
  const engine = await open({
    url,
    savePath: to,
    fetchStrategy: 'fetch',
    cliProgress: false,
    skipExisting: true,
    headers: { ...hub.headers },
    chunkSize: chunkSizeOf(file),
    defaultFetchDownloadInfo: { length: file.bytes, acceptRange: true },
    retry,
  });
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    const why = `nothing arrived for ${Math.round(patienceMs / 1000)} s`;
    timer = setTimeout(() => {
      reject(Object.assign(new Error(why), { code: why }));
    }, patienceMs);
  });
  let most = 0;
  engine.on('progress', ({ transferredBytes }) => {
    onProgress(transferredBytes);
    if (transferredBytes > most) timer?.refresh();
    most = Math.max(most, transferredBytes);
  });
  try {
    await Promise.race([engine.download(), stalled]);
  } finally {
    clearTimeout(timer);
    await engine.close();
  }
}

function chunkSizeOf({ bytes }: HubFile): number {
  return Math.min(chunkBytes.most, Math.max(chunkBytes.least, Math.ceil(bytes / chunksPerFile)));
}

/** From a server that cannot go on in the middle. */
async function downloadWhole({ hub, url, file, to, onProgress }: Download): Promise<void> {
  const { body } = await askHub(hub, { url, what: file.path, answerWithinMs: undefined });
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      onProgress((bytes += chunk.length));
      yield chunk;
    }
  };
  await pipeline(body ?? Readable.from([]), counted, createWriteStream(to));
}

function describeFailure(hub: HubConnection, error: unknown, { path }: HubFile): unknown {
  if (error instanceof SyndiscoError) return error;
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return describeStatus(hub, error.statusCode, path);
  const ofDisk = error instanceof Error && 'path' in error ? storageError(error) : error;
  return ofDisk instanceof SyndiscoError || !(error instanceof Error) ? ofDisk : describeTrouble(hub, error);
}
