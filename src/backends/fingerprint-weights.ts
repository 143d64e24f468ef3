import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../sha256.js';

const mebibyte = 1024 * 1024;

/**
 * Identifies the weights at `path`: `<bytes>-<SHA-256 of the first and the last MiB>`, hexadecimal. It is only a
 * sample, which is cheap even for a file of 100 GB: it tells releases, quantizations and truncated copies apart, but
 * not two files that differ only in the middle. The fingerprint of a folder is a hash of the names and fingerprints of
 * all its files.
 */
export async function fingerprintWeights(path: string): Promise<string> {
  const { size } = await stat(path);
  if (!(await stat(path)).isDirectory()) return fingerprintFile(path, size);
  const files = await filesUnder(path);
  const prints = await Promise.all(files.map(async (file) => `${file} ${await fingerprintWeights(join(path, file))}`));
  return `${files.length}-files-${sha256(prints.join('\n'))}`;
}

async function fingerprintFile(path: string, size: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    for (const start of new Set([0, Math.max(0, size - mebibyte)])) {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(mebibyte), position: start });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}-${hash.digest('hex')}`;
  } finally {
    await file.close();
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
