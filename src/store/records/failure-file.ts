/** failures/<job id>.json: why a job failed. A derived file, replaced by the next failure and deleted on success. */
import { join } from 'node:path';
import type { Failure } from '../../generated/failure.js';
import { unless } from '../disk/errno.js';
import { redactValue } from '../../redact.js';
import type { FilePort } from '../disk/file-port.js';
import type { DocumentPlace } from '../documents/published.js';
import { replaceFile } from '../disk/replace-file.js';

export async function recordFailure(
  files: FilePort,
  dir: string,
  { kind, id }: Pick<DocumentPlace, 'kind' | 'id'>,
  failure: Omit<Failure, 'kind'>,
): Promise<void> {
  await replaceFile(files, failurePath(dir, id), [`${JSON.stringify(redactValue({ kind, ...failure }), null, 2)}\n`]);
}

export async function clearFailure(files: FilePort, dir: string, id: string): Promise<void> {
  await unless(['ENOENT'], files.unlink(failurePath(dir, id)));
}

function failurePath(dir: string, id: string): string {
  return join(dir, `${id}.json`);
}
