import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file with the folders above it: text and bytes as they are, anything else as JSON over several lines. */
export async function putDocument(file: string, document: unknown): Promise<void> {
  const isContent = typeof document === 'string' || document instanceof Uint8Array;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, isContent ? document : JSON.stringify(document, null, 2));
}
