import type { FilePort } from './file-port.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/** Reads an entire file into memory: small files and published documents only. */
export async function readWhole(files: FilePort, path: string): Promise<Buffer> {
  const file = await files.openInput(path);
  const parts: Buffer[] = [];
  try {
    for (let position = 0; ;) {
      const part = Buffer.allocUnsafe(64 * 1024);
      const size = await file.read(part, position);
      if (size === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, size));
      position += size;
    }
  } finally {
    await file.close();
  }
}

/** Undefined if the content is not JSON. */
export function parseJson(content: Buffer | string): unknown {
  try {
    return parseForeignJson(content.toString());
  } catch {
    return undefined;
  }
}
