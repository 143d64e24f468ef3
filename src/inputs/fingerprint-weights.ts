import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../sha256.js';

/** 256 samples of 64 KiB: each weight matrix of a large model is bigger than the distance between two of them. */
const sampleBytes = 64 * 1024;
const samples = 256;

/**
 * Identifies the weights at `path`: `<bytes>-<SHA-256>`, hexadecimal. Up to 16 MiB, every byte counts. Of larger files,
 * 16 MiB in samples that are spread evenly from the first to the last byte: cheap even for a file of 100 GB, and it
 * tells releases, quantizations, merges and truncated copies apart, but not a change of a few bytes between two
 * samples. The fingerprint of a folder is a hash of the names and fingerprints of all its files.
 */
export async function fingerprintWeights(path: string): Promise<string> {
  const info = await stat(path);
  if (!info.isDirectory()) return fingerprintFile(path, info.size);
  const files = await filesUnder(path);
  const prints = await Promise.all(files.map(async (file) => `${file} ${await fingerprintWeights(join(path, file))}`));
  return `${files.length}-files-${sha256(prints.join('\n'))}`;
}

async function fingerprintFile(path: string, size: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(sampleBytes);
    for (const position of samplePositions(size)) {
      const { bytesRead } = await file.read({ buffer, position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}-${hash.digest('hex')}`;
  } finally {
    await file.close();
  }
}

function samplePositions(size: number): number[] {
  const needed = Math.ceil(size / sampleBytes);
  if (needed <= samples) return Array.from({ length: needed }, (_, sample) => sample * sampleBytes);
  const last = size - sampleBytes;
  return Array.from({ length: samples }, (_, sample) => Math.floor((sample * last) / (samples - 1)));
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
