import { fail, SyndiscoError } from '../../errors.js';
import { storageError } from '../../store/disk/storage-error.js';
import type { HubFile } from './describe-repository.js';
import { askHub, describeStatus, describeTrouble, type HubConnection } from './hub-connection.js';

/** As long as nothing arrives; whatever arrives starts the count anew. */
const retry = { retries: 7, factor: 2, minTimeout: 500, maxTimeout: 30_000 };

interface Download {
  hub: HubConnection;
  url: string;
  file: HubFile;
  /** Where it goes; until it is complete, with `.ipull` at its end. */
  to: string;
  onProgress: (bytes: number) => void;
}

/**
 * Downloads a file in three streams with node-llama-cpp's downloader, which goes on where an earlier process was killed. Each
 * stream asks the hub anew, and the hub redirects it: so an address that is signed for an hour may take a day, and the
 * token goes nowhere else. Checks the length; the sum is the caller's.
 */
export async function downloadFile({ hub, url, file, to, onProgress }: Download): Promise<void> {
  const acceptRange = await takesRanges(hub, url, file);
  const { downloadFile: open } = await import('ipull');
  try {
    const engine = await open({
      url,
      savePath: to,
      fetchStrategy: 'fetch',
      cliProgress: false,
      skipExisting: true,
      headers: { ...hub.headers },
      defaultFetchDownloadInfo: { length: file.bytes, acceptRange },
      // Without ranges it would write the beginning again where it had stopped.
      retry: acceptRange ? retry : { retries: 0 },
    });
    engine.on('progress', ({ transferredBytes }) => {
      onProgress(transferredBytes);
    });
    await engine.download();
  } catch (error) {
    throw describeFailure(hub, error, file);
  }
}

/** Asks for the first byte: what the answer says of the file must be what the hub's list says of it. */
async function takesRanges(hub: HubConnection, url: string, file: HubFile): Promise<boolean> {
  const response = await askHub(hub, { url, what: file.path, headers: { range: 'bytes=0-0' } });
  await response.body?.cancel();
  const isPart = response.status === 206;
  const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const length = isPart ? total : response.headers.get('content-length');
  if (length !== undefined && length !== null && Number(length) !== file.bytes) {
    const what = `${file.path} has ${file.bytes} bytes in the list of ${hub.endpoint}, but ${length} where it is served.`;
    throw fail({ code: 'SYNDISCO_MODEL_CORRUPT', what, todo: 'Try again later, or set HF_ENDPOINT to another mirror.' });
  }
  return isPart && total !== undefined;
}

function describeFailure(hub: HubConnection, error: unknown, { path }: HubFile): unknown {
  if (error instanceof SyndiscoError) return error;
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return describeStatus(hub, error.statusCode, path);
  const ofDisk = error instanceof Error && 'path' in error ? storageError(error) : error;
  return ofDisk instanceof SyndiscoError || !(error instanceof Error) ? ofDisk : describeTrouble(hub, error);
}
